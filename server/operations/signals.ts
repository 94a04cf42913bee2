import { instanceIdSchema } from '../../engine/model/ids.ts';
import type { Variables } from '../../engine/model/json.ts';
import type { Signal, SignalQuery } from '../contract/signals.ts';
import type { Request } from '../contract/requests.ts';
import { hasRight, requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { rangeOf } from './paging.ts';
import { isoOf } from './ports/clock.ts';
import type { SignalAge, SignalOutcome, SignalOutcomeStatus } from './ports/engineReader.ts';
import type { Page, Range, StoredSignal } from './ports/inbox.ts';
import { invalid, notFound, RequestError, stateConflict } from './requestError.ts';
import { ask, requestIdFor } from './requests.ts';
import type { Resources } from './resources.ts';

/** At most 1 MB an event (semantics.md 6). */
const maxVarsBytes = 1_000_000;
/** `id` is unique a name for 30 days (semantics.md 5). */
const uniqueMs = 30 * 86_400_000;

interface Sending {
  readonly name: string;
  readonly vars: Variables;
  readonly key?: string | undefined;
  readonly id?: string | undefined;
  readonly instance?: string | undefined;
}

/** Signals that nobody took are kept for 7 days (semantics.md 5). */
const keptMs = 7 * 86_400_000;

const ageOf = ({ clock }: Resources): SignalAge => ({ expiredBeforeMs: clock.nowMs() - keptMs });

const describe = (
  { position: _position, startsTechnical: _starts, ...signal }: StoredSignal,
  outcome: SignalOutcome | undefined,
): Signal => ({
  ...signal,
  status: outcome?.status ?? 'received',
  deliveredTo: [...(outcome?.deliveredTo ?? [])],
});

/** Stores a signal durably before it is answered; the same id of the same name is the same signal. */
async function send(resources: Resources, actor: Actor, sending: Sending): Promise<Signal> {
  const { inbox, engine, clock, ids, worker } = resources;
  const { name, vars, key = null, instance = null } = sending;
  const atMs = clock.nowMs();
  const own = (): string =>
    actor.idempotencyKey === undefined ? ids.next() : ids.derived(`signal\n${actor.operator}\n${actor.idempotencyKey}`);
  const id = sending.id ?? own();
  const signal = { id, name, key, instance, vars, by: actor.operator, receivedAt: isoOf(atMs) };
  const known = await inbox.change(async (stores) => {
    const before = await stores.signals.find(name, id);
    if (before && Date.parse(before.receivedAt) > atMs - uniqueMs) return before;
    if (before) await stores.signals.remove(name, id);
    await stores.signals.add({ ...signal, startsTechnical: hasRight(actor, 'startTechnical') });
    await audit(stores, { by: actor.operator, atMs }, { action: 'signal', subject: `signal/${name}/${id}` });
    return undefined;
  });
  if (!known) worker.nudge();
  if (!known) return { ...signal, status: 'received', deliveredTo: [] };
  return describe(known, (await engine.signalOutcomes([known.position], ageOf(resources))).get(known.position));
}

async function listWith(resources: Resources, status: SignalOutcomeStatus, range: Range): Promise<Page<Signal>> {
  const page = await resources.engine.signalsWith({ status, ...ageOf(resources) }, range);
  const outcomes = new Map(page.items.map((outcome) => [outcome.position, outcome]));
  const signals = await resources.inbox.signals.at([...outcomes.keys()]);
  return { items: signals.map((signal) => describe(signal, outcomes.get(signal.position))), total: page.total };
}

async function list(resources: Resources, query: SignalQuery): Promise<Page<Signal>> {
  const { status, name, q } = query;
  const isSettled = status !== undefined && status !== 'received';
  if (isSettled && name === undefined && q === undefined) return listWith(resources, status, rangeOf(query));
  // What a worker has not taken over yet is always among the newest, and few.
  const range = status === undefined ? rangeOf(query) : { offset: 0, limit: 10_000 };
  const page = await resources.inbox.signals.list({ name, q }, range);
  const outcomes = await resources.engine.signalOutcomes(
    page.items.map(({ position }) => position),
    ageOf(resources),
  );
  const signals = page.items.map((signal) => describe(signal, outcomes.get(signal.position)));
  if (status === undefined) return { items: signals, total: page.total };
  const wanted = signals.filter((signal) => signal.status === status);
  const { offset, limit } = rangeOf(query);
  return { items: wanted.slice(offset, offset + limit), total: wanted.length };
}

interface Aim {
  readonly instance?: string | undefined;
  readonly name?: string | undefined;
}

/** The signal that is meant: ids are unique a name. */
async function requireSignal({ inbox }: Resources, id: string, { name }: Aim): Promise<StoredSignal> {
  const found = (await inbox.signals.withId(id)).filter((signal) => name === undefined || signal.name === name);
  const [signal, other] = found;
  if (!signal) throw notFound('signal', id);
  if (!other) return signal;
  const names = found.map((one) => `"${one.name}"`).join(', ');
  const hint = `Send the name along; signals with this id are ${names}.`;
  throw invalid([{ pointer: '/name', message: 'Several signals have this id.', hint }]);
}

/** Aims a signal again that nobody took; a worker decides whether somebody takes it now. */
async function redirect(resources: Resources, actor: Actor, id: string, aim: Aim): Promise<Request> {
  const signal = await requireSignal(resources, id, aim);
  const { position, name } = signal;
  const outcomes = await resources.engine.signalOutcomes([position], ageOf(resources));
  const status = outcomes.get(position)?.status ?? 'received';
  // A repetition under its key finds what it has asked before.
  const isKnown = (await resources.inbox.requests.find(requestIdFor(resources, actor))) !== undefined;
  if (!isKnown && (status === 'received' || status === 'delivered'))
    throw stateConflict(status, `The signal is ${status}: only what nobody took is aimed again.`);
  if (aim.instance !== undefined && (await resources.engine.summary(aim.instance)) === undefined)
    throw invalid([{ pointer: '/instance', message: `There is no instance "${aim.instance}".` }]);
  const instance = aim.instance === undefined ? {} : { instance: instanceIdSchema.parse(aim.instance) };
  return ask(resources, actor, {
    payload: {
      operation: 'redirectSignal',
      position,
      ...instance,
      startsTechnical: hasRight(actor, 'startTechnical'),
    },
    workflow: null,
    instance: null,
    audited: { action: 'redirectSignal', subject: `signal/${name}/${id}` },
  });
}

export const createSignalOperations = (resources: Resources) => ({
  send: async (actor: Actor, sending: Sending): Promise<Signal> => {
    requireRight(actor, 'signal');
    if (Buffer.byteLength(JSON.stringify(sending.vars)) > maxVarsBytes) {
      throw new RequestError('too-large', 'The variables of a signal are at most 1 MB.');
    }
    return send(resources, actor, sending);
  },
  redirect: async (actor: Actor, id: string, aim: Aim): Promise<Request> => {
    requireRight(actor, 'signal');
    return redirect(resources, actor, id, aim);
  },
  list: async (actor: Actor, query: SignalQuery): Promise<Page<Signal>> => {
    requireRight(actor, 'view');
    return list(resources, query);
  },
});
