import type { DefinitionDraft, Position } from '../document/definitionDraft.ts';
import { cardGap, cardSize } from './geometry.ts';

const pitch = { x: cardSize.width + cardGap.x, y: cardSize.height + cardGap.y };

/** How far behind an entry each activity is, along the longest way that does not go round in circles. */
function depthsOf(definition: DefinitionDraft): ReadonlyMap<string, number> {
  const ids = Object.keys(definition.activities);
  const depths = new Map(ids.map((id) => [id, 0]));
  // As many rounds as there are activities suffice for any way without a circle, and end any circle.
  for (const _round of ids) {
    const late = definition.transitions.filter(({ from, to }) => {
      const before = depths.get(from);
      const after = depths.get(to);
      return before !== undefined && after !== undefined && after < before + 1 && before + 1 < ids.length;
    });
    if (late.length === 0) break;
    for (const { from, to } of late) depths.set(to, Math.max(depths.get(to) ?? 0, (depths.get(from) ?? 0) + 1));
  }
  return depths;
}

/** Places for a definition that nobody placed: a column for each step from the entries. */
export function layColumns(definition: DefinitionDraft): Readonly<Record<string, Position>> {
  const depths = depthsOf(definition);
  const columns = [...new Set(depths.values())].sort((one, other) => one - other);
  const used = new Map<number, number>();
  return Object.fromEntries(
    [...depths].map(([id, depth]) => {
      const column = columns.indexOf(depth);
      const row = used.get(column) ?? 0;
      used.set(column, row + 1);
      return [id, [column * pitch.x, row * pitch.y] as const];
    }),
  );
}
