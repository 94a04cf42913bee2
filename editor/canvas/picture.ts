import type { Kinds } from '../../engine/activity/kind.ts';
import { labelOf, readActivity } from '../document/activityReading.ts';
import { keyOf, outletOf } from '../document/definitionDraft.ts';
import type { ActivityDraft, DefinitionDraft, TransitionDraft } from '../document/definitionDraft.ts';
import { textIn } from '../document/localizedText.ts';
import { drawLines, shapeOf, type CanvasShape } from './canvasShape.ts';
import { cardAt, cardSize, grown, type Box, type Point } from './geometry.ts';
import { roundedPath } from './route.ts';

/** How a picture is made. */
export interface PictureOptions {
  readonly kinds: Kinds;
  /** The icon of each kind, as SVG. */
  readonly icons: Readonly<Record<string, string>>;
  readonly language?: string;
}

const margin = 24;
const charsInLine = 22;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Two lines of text at most, broken between words. */
function inLines(text: string): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + word.length < charsInLine) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const [first = '', ...others] = lines;
  if (others.length === 0) return [first];
  const second = others.join(' ');
  return [first, second.length > charsInLine ? `${second.slice(0, charsInLine - 1)}…` : second];
}

/** The drawing inside an icon. */
const inside = (icon: string): string => icon.replace(/^<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');

function cardOf({ x, y }: Box, label: string, { kind, icon }: { kind: string; icon: string }): string {
  const lines = inLines(label);
  const top = y + (lines.length > 1 ? 25 : 33);
  const texts = lines.map(
    (line, index) => `<text class="label" x="${x + 48}" y="${top + index * 17}">${escaped(line)}</text>`,
  );
  return [
    `<rect class="card" x="${x}" y="${y}" width="${cardSize.width}" height="${cardSize.height}" rx="12"/>`,
    `<g class="icon" transform="translate(${x + 14} ${y + 24})">${inside(icon)}</g>`,
    ...texts,
    `<text class="kind" x="${x + 48}" y="${y + 60}">${escaped(kind)}</text>`,
  ].join('\n');
}

const styles = `
.ground { fill: #ffffff; }
.card { fill: #f8f9fb; stroke: #c3cad6; stroke-width: 1.5; }
.line { fill: none; stroke: #7d8899; stroke-width: 1.6; marker-end: url(#head); }
.icon { fill: none; stroke: #3b5bdb; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
text { font-family: Inter, "Helvetica Neue", Arial, sans-serif; }
.label { font-size: 12.5px; font-weight: 600; fill: #1f2733; }
.kind { font-size: 11px; fill: #6b7686; }
.outlet { font-size: 11px; fill: #4a5464; }`;

function frameOf(cards: readonly Box[], lines: readonly (readonly Point[])[]): Box {
  const points = [...lines.flat(), ...cards, ...cards.map((box) => ({ x: box.x + box.width, y: box.y + box.height }))];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return grown({ x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }, margin);
}

/** What words are drawn with. */
interface Words {
  readonly kinds: Kinds;
  readonly language: string;
}

/** The name of an outlet beside its beginning, where an activity has more than one. */
function outletName(
  transition: TransitionDraft,
  line: readonly Point[],
  activity: ActivityDraft,
  words: Words,
): string {
  const outlet = outletOf(transition);
  const [start] = line;
  const { outlets } = readActivity(activity, words.kinds);
  if (!start || (outlets.length < 2 && outlet !== 'error')) return '';
  const named = outlets.find(({ name }) => name === outlet)?.label ?? outlet;
  const label = textIn(words.language, transition['label']) ?? named;
  const [x, y] = outlet === 'error' ? [start.x + 6, start.y + 14] : [start.x + 5, start.y - 5];
  return `<text class="outlet" x="${x}" y="${y}">${escaped(label)}</text>`;
}

/** Transitions that pass through a card, as `from:outlet:to passes card`. */
export function crossings(definition: DefinitionDraft, kinds: Kinds): readonly string[] {
  const shape = shapeOf(definition, kinds);
  const cards = Object.entries(shape.positions).map(([id, place]) => ({ id, box: grown(cardAt(place), -1) }));
  return [...drawLines(shape)].flatMap(([key, line]) =>
    cards
      .filter(({ box }) => line.some((end, index) => passes(line[index - 1], end, box)))
      .map(({ id }) => `${key} passes ${id}`),
  );
}

function passes(start: Point | undefined, end: Point, box: Box): boolean {
  if (!start) return false;
  const across = Math.min(start.x, end.x) < box.x + box.width && Math.max(start.x, end.x) > box.x;
  return across && Math.min(start.y, end.y) < box.y + box.height && Math.max(start.y, end.y) > box.y;
}

/** Draws a definition as the canvas does: its cards where they stand, and the lines between them. */
export function pictureOf(definition: DefinitionDraft, options: PictureOptions): string {
  const { kinds, icons, language = 'en' } = options;
  const shape: CanvasShape = shapeOf(definition, kinds);
  const lines = [...drawLines(shape)];
  const frame = frameOf(Object.values(shape.positions).map(cardAt), [...lines.map(([, line]) => line)]);
  const cards = Object.entries(definition.activities).map(([id, activity]) => {
    const kind = kinds.get(activity.type)?.label ?? activity.type;
    const words = { kind, icon: icons[activity.type] ?? '' };
    return cardOf(cardAt(shape.positions[id] ?? [0, 0]), labelOf(id, activity, language), words);
  });
  const drawn = lines.map(([key, line]) => {
    const transition = definition.transitions.find((one) => keyOf(one) === key);
    const activity = transition && definition.activities[transition.from];
    const name = activity ? outletName(transition, line, activity, { kinds, language }) : '';
    return `<path class="line" d="${roundedPath(line)}"/>${name}`;
  });
  const { x, y, width, height } = frame;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<style>${styles}\n</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#7d8899"/></marker></defs>',
    `<rect class="ground" x="${x}" y="${y}" width="${width}" height="${height}"/>`,
    ...drawn,
    ...cards,
    '</svg>',
    '',
  ].join('\n');
}
