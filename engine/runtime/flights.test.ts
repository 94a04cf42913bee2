import { describe, expect, it } from 'vitest';
import { instanceIdSchema, taskIdSchema } from '../model/ids.ts';
import { Flights } from './flights.ts';

const instance = instanceIdSchema.parse('i1');
const task = (id: string) => taskIdSchema.parse(`i1.${id}`);
const many = Array.from({ length: 10_050 }, (_, index) => task(`t${String(index)}`));

/** One place, and a task in it that never ends. */
function full(): Flights {
  const flights = new Flights(1, () => undefined);
  flights.begin({ instance, task: task('first') }, () => new Promise(() => undefined));
  return flights;
}

describe('tasks that wait for a place outside', () => {
  it('are news once each, however many they are', () => {
    const flights = full();
    expect(many.filter((one) => flights.await(one))).toHaveLength(many.length);
    expect(many.filter((one) => flights.await(one))).toEqual([]);
    expect(flights.tasks().size).toBe(many.length + 1);
  });

  it('are forgotten when a place found nobody who wanted it', () => {
    const flights = full();
    flights.await(task('takenBack'));
    flights.nobodyAwaits();
    expect(flights.tasks()).toEqual(new Set([task('first')]));
  });
});
