import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { runsOf } from '../workflowRun.ts';

const nowMs = Date.parse('2026-01-31T04:00:00.000Z');
const now = '2026-01-31T04:00:00.000Z';
const dayMs = 86_400_000;
const keptMs = 360 * dayMs;
const design = 1;
const live = 2;

const id = z.coerce.number();
const instant = z
  .union([z.string(), z.date()])
  .nullable()
  .transform((value) => (value === null ? null : new Date(value).toISOString()));
const thing = { offer_env_id: id, source_id: id.nullable(), name: z.string(), label: z.string(), deleted_at: instant };
const categorySchema = z.object({
  ...thing,
  offer_category_id: id,
  parent_id: id.nullable(),
  valid_from: instant,
  valid_until: instant,
  last_modified_at: instant,
});
const spaceSchema = z.object({ ...thing, offer_space_id: id, channel: z.number(), last_modified_at: instant });
const filterSchema = z.object({
  ...thing,
  offer_filter_id: id,
  kind: z.string(),
  expression: z.string(),
  last_modified_at: instant,
});
const offerSchema = z.object({
  ...thing,
  offer_id: id,
  offer_category_id: id,
  content_status: z.string(),
  eligibility_status: z.string(),
  eligibility: z.string(),
  weight: z.number(),
  starts_at: instant,
  ends_at: instant,
  approved_at: instant,
  published_at: instant,
  read_only: z.number(),
  disabled_at: instant,
  last_modified_at: instant,
});
const viewSchema = z.object({ offer_id: id, offer_space_id: id, content: z.string(), chosen: z.number() });

/** Both environments, by reading every row. */
interface World {
  readonly categories: readonly z.infer<typeof categorySchema>[];
  readonly spaces: readonly z.infer<typeof spaceSchema>[];
  readonly filters: readonly z.infer<typeof filterSchema>[];
  readonly offers: readonly z.infer<typeof offerSchema>[];
  readonly views: readonly z.infer<typeof viewSchema>[];
}

interface Deployed {
  readonly offer_env_id: number;
  readonly source_id: number | null;
}
const copies = <Row extends Deployed>(rows: readonly Row[]): readonly Row[] =>
  rows.filter((row) => row.offer_env_id === live);
const drawn = <Row extends Deployed>(rows: readonly Row[]): readonly Row[] =>
  rows.filter((row) => row.offer_env_id === design);

/** A live environment as it can be compared: everything by the number that it has in design. */
function shownLive({ categories, spaces, filters, offers, views }: World) {
  const sourceOf = <Row extends Deployed>(rows: readonly Row[], keyOf: (row: Row) => number, key: number | null) =>
    rows.find((row) => row.offer_env_id === live && keyOf(row) === key)?.source_id ?? null;
  const categoryOf = (key: number | null) => sourceOf(categories, (row) => row.offer_category_id, key);
  return {
    categories: copies(categories).map((row) => [
      row.source_id,
      row.name,
      row.label,
      categoryOf(row.parent_id),
      row.valid_from,
      row.valid_until,
      row.deleted_at,
    ]),
    spaces: copies(spaces).map((row) => [row.source_id, row.name, row.label, row.channel, row.deleted_at]),
    filters: copies(filters).map((row) => [
      row.source_id,
      row.name,
      row.label,
      row.kind,
      row.expression,
      row.deleted_at,
    ]),
    offers: copies(offers).map((row) => [
      row.source_id,
      row.name,
      row.label,
      categoryOf(row.offer_category_id),
      row.content_status,
      row.eligibility_status,
      row.eligibility,
      row.weight,
      row.starts_at,
      row.ends_at,
      row.approved_at,
      row.read_only,
      row.disabled_at,
    ]),
    views: views.flatMap((view) => {
      const offer = sourceOf(offers, (row) => row.offer_id, view.offer_id);
      const space = sourceOf(spaces, (row) => row.offer_space_id, view.offer_space_id);
      return offer === null ? [] : [[offer, space, view.content, view.chosen]];
    }),
  };
}

type Shown = Record<keyof ReturnType<typeof shownLive>, readonly (readonly unknown[])[]>;
const sorted = (shown: Shown): unknown =>
  Object.fromEntries(
    Object.entries(shown).map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).toSorted()]),
  );

/** What has to be live, from design and what was live before. */
function foreseen(world: World, atMs: number): Shown {
  const { categories, spaces, filters, offers, views } = world;
  const at = new Date(atMs).toISOString();
  const before = shownLive(world);
  // What was deleted before it was ever deployed is not deployed any more.
  const isDeployed = (rows: readonly (readonly unknown[])[], key: number, deletedAt: string | null) =>
    deletedAt === null || rows.some(([source]) => source === key);
  const good = drawn(offers).filter(
    (one) => one.content_status === 'approved' && one.eligibility_status === 'approved' && one.deleted_at === null,
  );
  const isGood = new Set<unknown>(good.map((one) => one.offer_id));
  const stays = new Set<unknown>(
    drawn(offers)
      .filter((one) => one.deleted_at === null)
      .map((one) => one.offer_id),
  );
  const disabledOf = (row: readonly unknown[]): unknown => (stays.has(row[0]) ? row[12] : (row[12] ?? at));
  const untouched = before.offers
    .filter(([source]) => !isGood.has(source))
    .map((row) => [...row.slice(0, 12), disabledOf(row)])
    .filter((row) => {
      const [disabledAt] = row.slice(12);
      return stays.has(row[0]) || typeof disabledAt !== 'string' || Date.parse(disabledAt) >= atMs - keptMs;
    });
  const kept = new Set(untouched.map(([source]) => source));
  const liveSpaces = new Set(
    drawn(spaces)
      .filter((one) => one.deleted_at === null)
      .map((one) => one.offer_space_id),
  );
  return {
    categories: drawn(categories)
      .filter((row) => isDeployed(before.categories, row.offer_category_id, row.deleted_at))
      .map((row) => [
        row.offer_category_id,
        row.name,
        row.label,
        row.parent_id,
        row.valid_from,
        row.valid_until,
        row.deleted_at,
      ]),
    spaces: drawn(spaces)
      .filter((row) => isDeployed(before.spaces, row.offer_space_id, row.deleted_at))
      .map((row) => [row.offer_space_id, row.name, row.label, row.channel, row.deleted_at]),
    filters: drawn(filters)
      .filter((row) => isDeployed(before.filters, row.offer_filter_id, row.deleted_at))
      .map((row) => [row.offer_filter_id, row.name, row.label, row.kind, row.expression, row.deleted_at]),
    offers: [
      ...untouched,
      ...good.map((row) => [
        row.offer_id,
        row.name,
        row.label,
        row.offer_category_id,
        'approved',
        'approved',
        row.eligibility,
        row.weight,
        row.starts_at,
        row.ends_at,
        row.approved_at,
        1,
        null,
      ]),
    ],
    views: [
      ...before.views.filter(([offer]) => kept.has(offer)),
      ...views
        .filter((view) => isGood.has(view.offer_id) && view.chosen === 1 && liveSpaces.has(view.offer_space_id))
        .map((view) => [view.offer_id, view.offer_space_id, view.content, 1]),
    ],
  };
}

describe('offerMgt, by the facts of the catalogue', () => {
  let engine: EngineRun;
  let clockMs = nowMs;
  const run = runsOf(() => engine, 'offerMgt');

  const read = async <Row>(schema: z.ZodType<Row>, table: string): Promise<Row[]> =>
    z.array(schema).parse(await engine.knex(table).select());
  const world = async (): Promise<World> => ({
    categories: await read(categorySchema, 'nms_offer_category'),
    spaces: await read(spaceSchema, 'nms_offer_space'),
    filters: await read(filterSchema, 'nms_offer_filter'),
    offers: await read(offerSchema, 'nms_offer'),
    views: await read(viewSchema, 'nms_offer_view'),
  });
  const draw = async (offer: number, change: object) =>
    engine.knex('nms_offer').where({ offer_id: offer }).update(change);
  const liveOf = async (offer: number) => copies((await world()).offers).find((row) => row.source_id === offer);

  /** Runs it, and expects what the oracle foresees. */
  async function deploy(): Promise<void> {
    const expected = foreseen(await world(), clockMs);
    await run();
    expect(sorted(shownLive(await world()))).toEqual(sorted(expected));
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.003, { workflows: ['offerMgt'] });
  }, 120_000);
  afterAll(() => engine.close());

  it('brings what is approved, with what it stands in, into the live environment, and a second run changes nothing', async () => {
    const before = await world();
    // Some are new, some lack an approval, some are deleted, lately and long ago.
    await engine.knex('nms_offer_category').where({ offer_category_id: 12 }).update({ parent_id: 14 });
    await deploy();
    const after = await world();
    const count = ({ offers }: World) => copies(offers).length;
    expect(count(after)).toBe(count(before) + 3 - 1);
    expect(await liveOf(105)).toMatchObject({ disabled_at: now });
    expect(await liveOf(106)).toBeUndefined();
    for (const lacking of [144, 145]) expect(await liveOf(lacking)).toBeUndefined();
    expect(await liveOf(141)).toMatchObject({ read_only: 1, published_at: now });
    await engine.until(nowMs + 60_000);
    clockMs = nowMs + 60_000;
    expect(await run()).toBe(0);
    expect(await world()).toEqual(after);
  });

  it('leaves alone the design, and environments that are fed by none', async () => {
    const before = await world();
    const { knex } = engine;
    await knex('nms_offer_env').insert({ offer_env_id: 3, name: 'alone', label: 'Alone', live: 0, live_env_id: null });
    await knex('nms_offer_space').insert({ offer_env_id: 3, name: 's', label: 'S', channel: 0, last_modified_at: now });
    await run();
    const after = await world();
    expect(drawn(after.offers)).toEqual(drawn(before.offers));
    expect(after.spaces).toHaveLength(before.spaces.length + 1);
  });

  it.each([
    ['content', { content_status: 'pending', label: 'Not yet' }],
    ['eligibility', { eligibility_status: 'refused', weight: 99 }],
  ])('leaves a published offer as it is while a change lacks the approval of its %s', async (_, change) => {
    const before = await liveOf(103);
    await draw(103, change);
    await deploy();
    expect(await liveOf(103)).toEqual(before);
    await draw(103, { content_status: 'approved', eligibility_status: 'approved' });
    await deploy();
    expect(await liveOf(103)).not.toEqual(before);
  });

  it('shows an offer on those spaces alone that are chosen, with their content', async () => {
    const { knex } = engine;
    await knex('nms_offer_view').where({ offer_id: 107 }).update({ chosen: 0 });
    await knex('nms_offer_view').where({ offer_id: 108, chosen: 1 }).update({ content: 'Other words' });
    await knex('nms_offer_view').where({ offer_id: 109, chosen: 0 }).update({ chosen: 1 });
    await knex('nms_offer_space').where({ offer_space_id: 13 }).update({ deleted_at: now });
    await knex('nms_offer_filter').where({ offer_filter_id: 12 }).update({ expression: '2 = 2', kind: 'filter' });
    await deploy();
    const { views } = shownLive(await world());
    expect(views.filter(([offer]) => offer === 107)).toEqual([]);
    expect(views.filter(([offer]) => offer === 109).map(([, space]) => space)).toEqual([11, 12]);
  });

  it('takes back what was changed in a live copy', async () => {
    await engine
      .knex('nms_offer')
      .where({ offer_env_id: live, source_id: 110 })
      .update({ label: 'By hand', read_only: 0 });
    await engine.knex('nms_offer_category').where({ offer_env_id: live, source_id: 12 }).update({ label: 'By hand' });
    await deploy();
    expect((await liveOf(110))?.label).not.toBe('By hand');
  });

  it('disables what is deleted in design, brings it back with it, and deletes it when propositions are gone', async () => {
    const { knex } = engine;
    await draw(111, { deleted_at: new Date(clockMs).toISOString() });
    await knex('nms_offer_view').where({ offer_id: 112 }).delete();
    await draw(112, { offer_id: 9_112 });
    await deploy();
    for (const offer of [111, 112])
      expect(await liveOf(offer)).toMatchObject({ disabled_at: new Date(clockMs).toISOString() });
    await draw(111, { deleted_at: null });
    await deploy();
    expect(await liveOf(111)).toMatchObject({ disabled_at: null });

    const limit = new Date(clockMs - keptMs).toISOString();
    const past = new Date(clockMs - keptMs - 1).toISOString();
    await knex('nms_offer').where({ offer_env_id: live, source_id: 105 }).update({ disabled_at: limit });
    await knex('nms_offer').where({ offer_env_id: live, source_id: 112 }).update({ disabled_at: past });
    await deploy();
    expect(await liveOf(105)).toBeDefined();
    expect(await liveOf(112)).toBeUndefined();
  });

  it('runs at once when the approval of an offer ends, and notes the synchronisation', async () => {
    await draw(144, { eligibility_status: 'approved' });
    await engine.signal('offerApproved', { offer: 144 });
    expect(await liveOf(144)).toMatchObject({ read_only: 1, disabled_at: null });
    const env = z
      .object({ last_synchronised_at: instant })
      .parse(await engine.knex('nms_offer_env').where({ offer_env_id: live }).first());
    expect(env.last_synchronised_at).toBe(new Date(clockMs).toISOString());
  });
});
