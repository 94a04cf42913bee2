import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { httpHosts } from './httpHosts.ts';

describe('the hosts that workflows may ask', () => {
  it('are all but this machine and what only it can see', () => {
    const { mayName, mayReach } = httpHosts('');
    expect(mayName('api.example.com')).toBe(true);
    for (const address of ['93.184.216.34', '10.0.0.7', '2606:2800:220:1::1'])
      expect(mayReach('a', address)).toBe(true);
    for (const address of [
      '127.0.0.1',
      '127.9.9.9',
      '0.0.0.0',
      '169.254.169.254',
      '::1',
      '::',
      'fe80::1',
      '::ffff:127.0.0.1',
    ])
      expect(mayReach('a', address)).toBe(false);
    expect(mayReach('a', 'nonsense')).toBe(false);
  });

  it('are none of the addresses that this machine has in its networks', () => {
    const { mayReach } = httpHosts('');
    const own = Object.values(os.networkInterfaces()).flatMap((networks = []) => networks);
    expect(own.map(({ address }) => mayReach('a', address))).toEqual(own.map(() => false));
    const now: string[] = [];
    const judged = httpHosts('', () => now);
    expect(judged.mayReach('a', '10.0.0.7')).toBe(true);
    now.push('10.0.0.7', 'fd12::7');
    for (const address of ['10.0.0.7', '::ffff:10.0.0.7', '::ffff:a00:7', 'fd12:0::7'])
      expect(judged.mayReach('a', address)).toBe(false);
  });

  it('are none that hold an IPv4 address within an IPv6 one', () => {
    const { mayReach } = httpHosts('');
    for (const address of [
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '::7f00:1',
      '::ffff:7f00:1',
      '::127.0.0.1',
      'fe80::1%lo',
    ])
      expect([address, mayReach('a', address)]).toEqual([address, false]);
    for (const address of ['64:ff9c::1', '2003::1', '0:0:0:0:0:1::1', '::ffff:10.0.0.7'])
      expect([address, mayReach('a', address)]).toEqual([address, true]);
  });

  it('are those alone that are listed, wherever they lead', () => {
    const { mayName, mayReach } = httpHosts('api.example.com, *.shop.example , 127.0.0.1');
    expect(['API.example.com', 'a.shop.example', '127.0.0.1'].map(mayName)).toEqual([true, true, true]);
    expect(['example.com', 'shop.example', 'evilshop.example', '10.0.0.7'].map(mayName)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(mayReach('api.example.com', '127.0.0.1')).toBe(true);
  });
});
