import type { BulkAsked, BulkItem } from '../contract/bulk.ts';
import type { InstanceDetail } from '../contract/instances.ts';
import type { Actor } from './actor.ts';
import { failedTasks, payloadOf, refusalFor } from './bulkJudging.ts';
import { askInstance } from './instanceRequests.ts';
import { RequestError } from './requestError.ts';
import { requestIdFor } from './requests.ts';
import type { Resources } from './resources.ts';
import { createRestartOperations } from './restarts.ts';

/** One instance of a selection that is being applied. */
interface Asking {
  readonly selection: string;
  readonly asked: BulkAsked;
  readonly known: InstanceDetail;
}

type Answered = Pick<BulkItem, 'outcome' | 'reason' | 'requests'>;

/** Under a key of its own, so that applying again after a crash asks nothing twice. */
const keyed = (actor: Actor, ...parts: readonly string[]): Actor => ({
  ...actor,
  idempotencyKey: ['bulk', ...parts].join('\n'),
});

/** Asks one instance as its operator would, or says why not. */
export async function askOne(resources: Resources, actor: Actor, asking: Asking): Promise<Answered> {
  const { selection, asked, known } = asking;
  const subjects = asked.request === 'skip' ? failedTasks(known).map(({ id }) => id) : [known.id];
  const first = keyed(actor, selection, subjects[0] ?? known.id);
  const isAsked = (await resources.inbox.requests.find(requestIdFor(resources, first))) !== undefined;
  const refusal = isAsked ? undefined : await refusalFor(resources, actor, known, asked);
  if (refusal !== undefined) return { outcome: 'refused', reason: refusal, requests: [] };
  try {
    const requests: string[] = [];
    for (const subject of subjects)
      requests.push(await askSubject(resources, keyed(actor, selection, subject), { ...asking, subject }));
    return { outcome: 'requested', reason: null, requests };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { outcome: 'refused', reason: sentence(error), requests: [] };
  }
}

const sentence = ({ message, facts }: RequestError): string =>
  [message, ...(facts.errors ?? []).map((fault) => fault.message)].join(' ');

async function askSubject(
  resources: Resources,
  actor: Actor,
  { asked, known, subject }: Asking & { readonly subject: string },
): Promise<string> {
  const stored = await resources.inbox.requests.find(requestIdFor(resources, actor));
  if (stored) return stored.id;
  if (asked.request === 'restart') {
    const { restart } = createRestartOperations(resources);
    return (await restart(actor, known.id, { version: asked.restartOn ?? 'same' })).id;
  }
  const task = asked.request === 'skip' ? { task: subject } : {};
  return (await askInstance(resources, actor, { id: known.id, payload: payloadOf(asked.request, asked), ...task })).id;
}
