import { htmlEscaped, unfitForMail } from '../../../engine/activity/mailText.ts';
import { compileTemplate } from '../../../engine/expression/template.ts';

/** A link of a message whose address is tracked. */
interface TrackedLink {
  readonly link: string;
}

/** A text, an expression whose value stands here, or the address of a link. */
type Part = string | { readonly source: string } | TrackedLink;

/** What a message is made of: the same for all of a delivery. */
export interface MessageContent {
  readonly subject: readonly Part[];
  readonly text: readonly Part[];
  readonly html?: readonly Part[];
}

/** As it is written. */
export interface WrittenContent {
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
}

/** What a message puts in the places of its content. */
export interface Filling {
  /** The text of an expression. */
  readonly value: (source: string) => string;
  /** Where a link leads instead of its address. */
  readonly link: (address: string) => string;
}

const htmlLink = /(<(?:a|area)\b[^>]*?\shref\s*=\s*["'])(https?:\/\/[^"'<>\s]*)(?=["'])/gi;
const textLink = /()(https?:\/\/[^\s<>"'()[\]{}]*[^\s<>"'()[\]{}.,;:!?])/g;

/** `https://a/?b=1&amp;c=2` of an attribute, as an address. */
const unescaped = (attribute: string): string => attribute.replaceAll('&amp;', '&');

/**
 * Parts a text at its links. An address that reaches up to an expression is not whole: it leads where it says, untracked.
 */
function splitLinks(text: string, pattern: RegExp, isBeforeExpression: boolean): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { index, 0: found, 1: before = '', 2: address = '' } of text.matchAll(pattern)) {
    const end = index + found.length;
    if (end === text.length && isBeforeExpression) continue;
    parts.push(text.slice(at, index) + before, { link: unescaped(address) });
    at = end;
  }
  return [...parts, text.slice(at)];
}

function partsOf(what: string, written: string, links: RegExp | undefined): readonly Part[] {
  const compiled = compileTemplate(written);
  if (!compiled.ok) throw unfitForMail(`${what}: ${compiled.message}`);
  const { parts } = compiled.template;
  return parts.flatMap((part, index): readonly Part[] => {
    if (typeof part !== 'string') return [{ source: part.source }];
    return links ? splitLinks(part, links, parts[index + 1] !== undefined) : [part];
  });
}

/**
 * Reads what a delivery's messages are made of.
 * @throws ExecutorFailure where an expression in it is none.
 */
export function readContent({ subject, text, html }: WrittenContent): MessageContent {
  return {
    subject: partsOf('The subject', subject, undefined),
    text: partsOf('The text', text, textLink),
    ...(html !== undefined && { html: partsOf('The HTML', html, htmlLink) }),
  };
}

const isLink = (part: Part): part is TrackedLink => typeof part === 'object' && 'link' in part;

/** The addresses that its links lead to, each once. */
export const linksOf = ({ text, html = [] }: MessageContent): readonly string[] => [
  ...new Set([...text, ...html].filter(isLink).map(({ link }) => link)),
];

/** The expressions of its subject and its HTML, each once. */
export const sourcesOf = ({ subject, html = [] }: MessageContent): readonly string[] => [
  ...new Set(
    [...subject, ...html].flatMap((part) => (typeof part === 'object' && 'source' in part ? [part.source] : [])),
  ),
];

function fill(parts: readonly Part[], { value, link }: Filling): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return 'link' in part ? link(part.link) : value(part.source);
    })
    .join('');
}

/** The subject, for whoever gets it. */
export const fillSubject = ({ subject }: MessageContent, filling: Filling): string => fill(subject, filling);

/** The text, for whoever gets it. */
export const fillText = ({ text }: MessageContent, filling: Filling): string => fill(text, filling);

/** The HTML, for whoever gets it: values bring no markup along. */
export const fillHtml = (html: readonly Part[], { value, link }: Filling): string =>
  fill(html, { value: (source) => htmlEscaped(value(source)), link: (address) => htmlEscaped(link(address)) });

/** HTML with a picture that nobody sees, by which an opening is noticed. */
export function withPixel(html: string, address: string): string {
  const pixel = `<img src="${htmlEscaped(address)}" width="1" height="1" alt="">`;
  const end = html.toLowerCase().lastIndexOf('</body>');
  return end < 0 ? html + pixel : html.slice(0, end) + pixel + html.slice(end);
}
