import type { z } from 'zod';
import type {
  InstanceDetail,
  InstanceQuery,
  InstanceSummary,
  JournalLine,
  TaskRow,
  historyQuerySchema,
  historySchema,
  journalQuerySchema,
  taskQuerySchema,
  variablesSchema,
} from '../contract/instances.ts';
import type { PageQuery } from '../contract/lists.ts';
import { rowsSchema } from '../contract/instances.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { rangeOf } from './paging.ts';
import type { Page } from './ports/inbox.ts';
import { notFound } from './requestError.ts';
import type { Resources } from './resources.ts';

type Engine = Resources['engine'];
type HistoryQuery = z.infer<typeof historyQuerySchema>;

async function readHistory(engine: Engine, id: string, { after, limit }: HistoryQuery) {
  // One after the other: what is counted first may be fewer than what is read meanwhile.
  const items = await engine.history(id, after, limit);
  const total = await engine.historyLength(id);
  const last = items.at(-1)?.seq;
  const answer = { items: [...items], total };
  // `next` continues where this part ends: it is the `after` of the part that follows.
  return items.length < limit || last === undefined ? answer : { ...answer, next: last };
}

async function readEventRows(engine: Engine, { id, event }: { id: string; event: string }, query: PageQuery) {
  const found = await engine.eventRows(id, event, rangeOf(query));
  if (!found) throw notFound('work table of the event', event);
  const next = query.page * query.size < found.total ? { next: query.page + 1 } : {};
  return rowsSchema.parse({ ...found, ...next });
}

/** What is read of instances; whoever signs in may view. */
export function createInstanceOperations({ engine }: Resources) {
  const find = async (actor: Actor, id: string): Promise<InstanceDetail> => {
    requireRight(actor, 'view');
    const instance = await engine.instance(id);
    if (!instance) throw notFound('instance', id);
    return instance;
  };
  return {
    get: find,
    list: async (actor: Actor, query: InstanceQuery): Promise<Page<InstanceSummary>> => {
      requireRight(actor, 'view');
      return engine.instances(query, rangeOf(query));
    },
    tasks: async (actor: Actor, id: string, query: z.infer<typeof taskQuerySchema>): Promise<Page<TaskRow>> => {
      await find(actor, id);
      return engine.tasks(id, query, rangeOf(query));
    },
    journal: async (
      actor: Actor,
      id: string,
      query: z.infer<typeof journalQuerySchema>,
    ): Promise<Page<JournalLine>> => {
      await find(actor, id);
      return engine.journal(id, query, rangeOf(query));
    },
    history: async (actor: Actor, id: string, query: HistoryQuery): Promise<z.infer<typeof historySchema>> => {
      await find(actor, id);
      return readHistory(engine, id, query);
    },
    variables: async (actor: Actor, id: string): Promise<z.infer<typeof variablesSchema>> => {
      const { state } = await find(actor, id);
      return { inputs: state.inputs, vars: state.vars };
    },
    eventRows: async (actor: Actor, about: { id: string; event: string }, query: PageQuery) => {
      await find(actor, about.id);
      return readEventRows(engine, about, query);
    },
  };
}
