import { describe, expect, it } from 'vitest';
import { executorRun } from '../../../test/support/kindRun.ts';
import { deliveryExecutor } from './delivery.executor.ts';
import { deliveryKind } from './delivery.kind.ts';
import { fillHtml, linksOf, readContent, sourcesOf, withPixel } from './messageContent.ts';

const filling = { value: (source: string) => `<${source}>`, link: (address: string) => `over/${address.slice(-1)}&` };

describe('what a delivery says', () => {
  it('leads over the server where a link in the HTML leads to a whole address', () => {
    const html =
      `<p title="x>y">{{ recipient.name }}</p><a class=b href="https://a.example/1">1</a> <AREA HREF='http://a.example/?x=1&amp;y=2'>` +
      '<a href="https://a.example/{{ recipient.id }}">3</a><a href="mailto:a@a.example">4</a><img src="https://a.example/5">';
    const content = readContent({ subject: '', text: '', html });
    expect(linksOf(content)).toEqual(['https://a.example/1', 'http://a.example/?x=1&y=2']);
    expect(sourcesOf(content)).toEqual(['recipient.name', 'recipient.id']);
    expect(fillHtml(content.html ?? [], filling)).toBe(
      `<p title="x>y">&lt;recipient.name&gt;</p><a class=b href="over/1&amp;">1</a> <AREA HREF='over/2&amp;'>` +
        '<a href="https://a.example/&lt;recipient.id&gt;">3</a><a href="mailto:a@a.example">4</a><img src="https://a.example/5">',
    );
  });

  it('leads over the server where the text holds a whole address', () => {
    const text = 'See https://a.example/1. Or (http://b.example/?x=2), or https://c.example/{{ recipient.id }}';
    expect(linksOf(readContent({ subject: 'https://no.example', text }))).toEqual([
      'https://a.example/1',
      'http://b.example/?x=2',
    ]);
  });

  it('cannot be read with an expression that is none', () => {
    for (const fault of [{ subject: '{{ 1 + }}' }, { text: '{{ open' }, { html: '{{ ) }}' }])
      expect(() => readContent({ subject: '', text: '', ...fault })).toThrow(/^The (subject|text|HTML): /);
  });

  it('ends with a picture that nobody sees, within its body', () => {
    expect(withPixel('<BODY>x</BODY>', 'a"b')).toBe('<BODY>x<img src="a&quot;b" width="1" height="1" alt=""></BODY>');
    expect(withPixel('x', 'a')).toBe('x<img src="a" width="1" height="1" alt="">');
  });
});

describe('the kind delivery', () => {
  it('asks for the package whose tables it sends from', async () => {
    const { run } = executorRun(deliveryKind.schema.parse({}));
    await expect(deliveryExecutor.execute(run)).rejects.toMatchObject({ failure: { cause: 'config' } });
  });

  it('takes a number of a delivery and nothing else', async () => {
    const tables = ['nms_delivery', 'nms_delivery_content'];
    const { run } = executorRun(deliveryKind.schema.parse({ delivery: "'1 OR 1 = 1'" }), { tables });
    await expect(deliveryExecutor.execute(run)).rejects.toMatchObject({ failure: { cause: 'data' } });
  });
});
