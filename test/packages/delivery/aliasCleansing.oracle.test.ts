import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { runsOf } from '../workflowRun.ts';

const nowMs = Date.parse('2026-01-31T03:00:00.000Z');
const hourAgo = '2026-01-31T02:00:00.000Z';
const yearAgo = '2025-01-31T03:00:00.000Z';

const id = z.coerce.number();
const instant = z.union([z.string(), z.date()]).transform((value) => new Date(value).getTime());
const recipientSchema = z.object({
  recipient_id: id,
  city: z.string().nullable(),
  country: z.string().nullable(),
  title: z.string().nullable(),
  last_modified_at: instant,
});
const enumerationSchema = z.object({ enumeration_id: id, name: z.string(), alias_cleansing: z.number() });
const valueSchema = z.object({ enum_value_id: id, enumeration_id: id, value: z.string(), hits: z.number() });
const aliasSchema = z.object({
  enumeration_id: id,
  alias: z.string(),
  enum_value_id: id.nullable(),
  hits: z.number(),
});
type Recipient = z.infer<typeof recipientSchema>;

const columns = { 'nms_recipient.city': 'city', 'nms_recipient.country': 'country', 'nms_recipient.title': 'title' };
const columnOf = (name: string): 'city' | 'country' | 'title' | undefined =>
  z.enum(['city', 'country', 'title']).safeParse(Object.entries(columns).find(([of]) => of === name)?.[1]).data;

/** All that the workflow is about. */
interface World {
  readonly recipients: readonly Recipient[];
  readonly enumerations: readonly z.infer<typeof enumerationSchema>[];
  readonly values: readonly z.infer<typeof valueSchema>[];
  readonly aliases: readonly z.infer<typeof aliasSchema>[];
}

/** What a run is told. */
interface Told {
  readonly enumeration?: string;
  readonly since?: string;
}

const typedIn = ({ recipients }: World, name: string): readonly (readonly [string, number])[] => {
  const column = columnOf(name);
  if (!column) return [];
  return recipients.flatMap((one) => {
    const value = one[column];
    return value === null || value === '' ? [] : [[value, one.last_modified_at] as const];
  });
};

/** What stands for what in an enumeration: aliases that are mapped, and are no values themselves. */
function standsFor({ values, aliases }: World, enumeration: number): ReadonlyMap<string, string> {
  const own = values.filter((one) => one.enumeration_id === enumeration);
  const isValue = new Set(own.map(({ value }) => value));
  const nameOf = new Map(own.map((one) => [one.enum_value_id, one.value]));
  return new Map(
    aliases
      .filter((one) => one.enumeration_id === enumeration && !isValue.has(one.alias))
      .flatMap(({ alias, enum_value_id: value }) => {
        const to = value === null ? undefined : nameOf.get(value);
        return to === undefined ? [] : [[alias, to] as const];
      }),
  );
}

const chosen = ({ enumerations }: World, { enumeration }: Told) =>
  enumerations.filter(
    (one) => one.alias_cleansing === 1 && (enumeration === undefined || one.name === enumeration) && columnOf(one.name),
  );

/** The recipients as they have to be afterwards. */
function replaced(world: World, told: Told): readonly Recipient[] {
  return world.recipients.map((one) => {
    const changed = { ...one };
    for (const { name, enumeration_id: enumeration } of chosen(world, told)) {
      const column = columnOf(name);
      if (!column) continue;
      const value = changed[column];
      if (value !== null) changed[column] = standsFor(world, enumeration).get(value) ?? value;
    }
    return changed;
  });
}

/** The aliases that have to be there afterwards, each as its enumeration and text. */
function collected(world: World, told: Told): readonly string[] {
  const known = new Set([
    ...world.values.map((one) => `${one.enumeration_id} ${one.value}`),
    ...world.aliases.map((one) => `${one.enumeration_id} ${one.alias}`),
  ]);
  const since = Date.parse(told.since ?? yearAgo.replace('2025', '1970'));
  const found = chosen(world, told).flatMap(({ name, enumeration_id: enumeration }) =>
    typedIn(world, name)
      .filter(([, typedAt]) => typedAt >= since)
      .map(([value]) => `${enumeration} ${value}`)
      .filter((pair) => !known.has(pair)),
  );
  return [...new Set([...world.aliases.map((one) => `${one.enumeration_id} ${one.alias}`), ...found])].sort();
}

/** How often values and aliases were typed after an instant, of enumerations that are cleansed. */
function counted(world: World, afterMs: number) {
  const hits = { values: new Map<string, number>(), aliases: new Map<string, number>() };
  const add = (to: Map<string, number>, key: string): void => void to.set(key, (to.get(key) ?? 0) + 1);
  for (const { name, enumeration_id: enumeration } of chosen(world, {}))
    for (const [value, typedAt] of typedIn(world, name)) {
      if (typedAt <= afterMs || typedAt > nowMs) continue;
      add(hits.values, `${enumeration} ${standsFor(world, enumeration).get(value) ?? value}`);
      add(hits.aliases, `${enumeration} ${value}`);
    }
  return hits;
}

describe('aliasCleansing, by the facts of the catalogue', () => {
  let engine: EngineRun;
  const run = runsOf(() => engine, 'aliasCleansing');

  const read = async <Row>(schema: z.ZodType<Row>, table: string, key: string): Promise<Row[]> =>
    z.array(schema).parse(await engine.knex(table).orderBy(key).select());
  const world = async (): Promise<World> => ({
    recipients: await read(recipientSchema, 'nms_recipient', 'recipient_id'),
    enumerations: await read(enumerationSchema, 'xtk_enumeration', 'enumeration_id'),
    values: await read(valueSchema, 'xtk_enum_value', 'enum_value_id'),
    aliases: await read(aliasSchema, 'xtk_enum_alias', 'enum_alias_id'),
  });
  const aliasTexts = ({ aliases }: World) => aliases.map((one) => `${one.enumeration_id} ${one.alias}`).sort();
  const type = async (recipient: number, typed: Partial<Record<'city' | 'country' | 'title', string>>, at: string) =>
    engine
      .knex('nms_recipient')
      .where({ recipient_id: recipient })
      .update({ ...typed, last_modified_at: at });

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.01, { workflows: ['aliasCleansing'] });
    // Listed as an alias of Berlin, and a value of its own: it stays.
    await engine
      .knex('xtk_enum_alias')
      .insert({ enumeration_id: 1, alias: 'Lyon', enum_value_id: 5, hits: 0, collected_at: yearAgo });
    await type(1, { city: 'Lyon', country: 'FR', title: 'Mister' }, hourAgo);
    await type(2, { city: 'PARIS', country: '' }, yearAgo);
  }, 120_000);
  afterAll(() => engine.close());

  it('collects only what was typed from a date on, in one enumeration, when it is told so', async () => {
    await type(3, { city: 'Tours', country: 'Italia' }, hourAgo);
    await type(4, { city: 'Metz' }, '2026-01-31T01:59:59.999Z');
    const before = await world();
    const told = { enumeration: 'nms_recipient.city', since: hourAgo };
    await run(told);
    const after = await world();
    expect(aliasTexts(after)).toEqual(collected(before, told));
    expect(aliasTexts(after)).toContain('1 Tours');
    expect(aliasTexts(after)).not.toContain('1 Metz');
    expect(after.recipients).toEqual(replaced(before, told));
    expect(after.recipients[0]).toMatchObject({ city: 'Lyon', country: 'FR', title: 'Mister' });
    expect(after.recipients[1]).toMatchObject({ city: 'Paris' });
  });

  it('replaces and collects as the oracle does, without counting, and a second run changes nothing', async () => {
    const before = await world();
    const waiting = await run();
    const after = await world();
    expect(waiting).toBe(after.aliases.filter((one) => one.enum_value_id === null && one.enumeration_id !== 3).length);
    expect(after.recipients).toEqual(replaced(before, {}));
    expect(after.recipients).not.toEqual(before.recipients);
    expect(after.recipients.some(({ title }) => title === 'Mister' || title === 'Miss')).toBe(true);
    expect(aliasTexts(after)).toEqual(collected(before, {}));
    expect(aliasTexts(after)).toEqual(expect.arrayContaining(['1 Metz', '2 Italia', '2 Norge']));
    expect(aliasTexts(after)).not.toContain('3 Prof.');
    const { values, aliases } = after;
    expect([...values, ...aliases].some(({ hits }) => hits !== 0)).toBe(false);
    expect(aliases.filter((one) => one.alias === 'Metz')).toMatchObject([{ enum_value_id: null }]);
    await run();
    expect(await world()).toEqual(after);
  });

  it('takes an alias as soon as an operator has mapped it', async () => {
    await engine.knex('xtk_enum_alias').where({ alias: 'Metz' }).update({ enum_value_id: 6 });
    await run();
    expect((await world()).recipients[3]).toMatchObject({ city: 'Lyon' });
  });

  it('counts hits when asked for: what is new, once, and all of them anew', async () => {
    await type(5, { city: 'Taibei' }, hourAgo);
    const first = counted(await world(), 0);
    await run({ updateHits: 'new' });
    const hitsOf = ({ values, aliases }: World) => ({
      values: values.filter(({ hits }) => hits > 0).map((one) => [`${one.enumeration_id} ${one.value}`, one.hits]),
      aliases: aliases.filter(({ hits }) => hits > 0).map((one) => [`${one.enumeration_id} ${one.alias}`, one.hits]),
    });
    const listed = (of: World, { values, aliases }: ReturnType<typeof counted>) => ({
      values: of.values
        .map((one) => `${one.enumeration_id} ${one.value}`)
        .flatMap((key) => (values.has(key) ? [[key, values.get(key)]] : [])),
      aliases: of.aliases
        .map((one) => `${one.enumeration_id} ${one.alias}`)
        .flatMap((key) => (aliases.has(key) ? [[key, aliases.get(key)]] : [])),
    });
    const after = await world();
    expect(hitsOf(after)).toEqual(listed(after, first));
    expect(after.aliases.find((one) => one.alias === 'Taibei')?.hits).toBe(1);

    await run({ updateHits: 'new' });
    expect(hitsOf(await world())).toEqual(hitsOf(after));

    await run({ updateHits: 'full' });
    const anew = await world();
    expect(hitsOf(anew)).toEqual(listed(anew, counted(anew, 0)));
    expect(anew.aliases.find((one) => one.alias === 'Taibei')?.hits).toBe(0);
  });

  it('adds to the hits what was typed after the count before', async () => {
    const before = await world();
    const hitsOfParis = ({ values }: World) => values.find(({ value }) => value === 'Paris')?.hits ?? 0;
    await engine.until(nowMs + 60_000);
    await type(6, { city: 'paris' }, new Date(nowMs + 30_000).toISOString());
    await run({ updateHits: 'new' });
    expect(hitsOfParis(await world())).toBe(hitsOfParis(before) + 1);
  });

  it('notes when an enumeration was cleansed, and leaves alone what has no such option or is not asked for', async () => {
    const notedSchema = z.object({ name: z.string(), last_cleansed_at: instant.nullable() });
    const noted = await read(notedSchema, 'xtk_enumeration', 'enumeration_id');
    expect(noted.map(({ last_cleansed_at: at }) => at)).toEqual([nowMs + 60_000, nowMs + 60_000, null]);
    const before = await world();
    await run({ enumeration: 'nms_recipient.title' });
    await run({ enumeration: 'nowhere' });
    expect(await world()).toEqual(before);
  });
});
