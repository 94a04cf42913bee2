import type { z } from 'zod';
import { keyOfAsked, type Question } from '../../engine/model/question.ts';
import type { Approval, approvalQuerySchema } from '../contract/approvals.ts';
import type { TaskRow } from '../contract/instances.ts';
import type { Request } from '../contract/requests.ts';
import { hasRight, requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { askInstance } from './instanceRequests.ts';
import { pageInMemory, rangeOf } from './paging.ts';
import type { WaitingApproval } from './ports/engineReader.ts';
import type { Page } from './ports/inbox.ts';
import { invalid, RequestError } from './requestError.ts';
import { refuseUnlessPending } from './requests.ts';
import type { Resources } from './resources.ts';
import { requireTask } from './taskRequests.ts';

/** More than one person's list of what waits for them ever is. */
const mostOfMine = 10_000;

/** Whom a question asks now: people come and go while it waits. */
async function askedBy(
  { inbox }: Resources,
  { group, operator }: Pick<Question, 'group' | 'operator'>,
): Promise<readonly string[]> {
  if (group === undefined) return operator === undefined ? [] : [operator];
  const members = (await inbox.groups.find(group))?.members ?? [];
  const active = new Set((await inbox.operators.list()).filter(({ disabled }) => !disabled).map(({ name }) => name));
  return members.filter((name) => active.has(name));
}

async function questionOf(resources: Resources, task: TaskRow) {
  const instance = await resources.engine.instance(task.instance);
  const live = Object.values(instance?.state.tasks ?? {}).find(({ id }) => id === task.id);
  return { question: live?.waitingFor?.question, answeredBy: live?.answeredBy ?? [] };
}

interface Answering {
  readonly choice: string;
  readonly comment?: string | undefined;
}

function requireChoice({ choices }: Question, { choice }: Answering): void {
  if (choices.some(({ outlet }) => outlet === choice)) return;
  const known = choices.map(({ outlet }) => outlet).join(', ');
  throw invalid([{ pointer: '/choice', message: `"${choice}" is no choice here`, hint: `Choose one of: ${known}.` }]);
}

/** Answers a question, for who is asked. */
async function answer(resources: Resources, actor: Actor, id: string, answering: Answering): Promise<Request> {
  const task = await requireTask(resources, id);
  const { question, answeredBy } = await questionOf(resources, task);
  const about = { instance: task.instance };
  if (!question) {
    const detail = `Task ${id} is ${task.status}: it waits for no answer.`;
    await refuseUnlessPending(resources, about, { state: task.status, detail });
    throw new RequestError('state-conflict', detail, { state: task.status });
  }
  const asked = await askedBy(resources, question);
  if (!asked.includes(actor.operator)) {
    const whom = question.group === undefined ? `"${question.operator ?? ''}"` : `the group "${question.group}"`;
    throw new RequestError('forbidden', `${actor.operator} is not asked: this approval asks ${whom}.`);
  }
  requireChoice(question, answering);
  if (answeredBy.includes(actor.operator))
    throw new RequestError('state-conflict', `${actor.operator} has answered already.`, { state: 'answered' });
  const { choice, comment } = answering;
  return askInstance(resources, actor, {
    id: task.instance,
    payload: { operation: 'answer', choice, asked: [...asked], ...(comment === undefined ? {} : { comment }) },
    task: id,
  });
}

async function keysOf({ inbox }: Resources, { operator }: Actor): Promise<readonly string[]> {
  const groups = await inbox.groups.groupsOf(operator);
  return [...groups.map((group) => keyOfAsked({ group })), keyOfAsked({ operator })];
}

const keyOf = ({ group, operator }: WaitingApproval): string =>
  keyOfAsked({ group: group ?? undefined, operator: operator ?? undefined });

async function list(
  resources: Resources,
  actor: Actor,
  query: z.infer<typeof approvalQuerySchema>,
): Promise<Page<Approval>> {
  const keys = await keysOf(resources, actor);
  const mayAnswer = hasRight(actor, 'answer');
  const shown = (approval: WaitingApproval): Approval => ({
    ...approval,
    mine: mayAnswer && keys.includes(keyOf(approval)) && !approval.answeredBy.includes(actor.operator),
  });
  const { instance } = query;
  if (query.all === 'true') {
    const { items, total } = await resources.engine.approvals({ instance }, rangeOf(query));
    return { items: items.map(shown), total };
  }
  const { items } = await resources.engine.approvals({ instance, keys }, { offset: 0, limit: mostOfMine });
  return pageInMemory(
    items.map(shown).filter(({ mine }) => mine),
    query,
  );
}

export const createApprovalOperations = (resources: Resources) => ({
  list: async (actor: Actor, query: z.infer<typeof approvalQuerySchema>): Promise<Page<Approval>> => {
    requireRight(actor, 'view');
    return list(resources, actor, query);
  },
  answer: async (actor: Actor, id: string, answering: Answering): Promise<Request> => {
    requireRight(actor, 'answer');
    return answer(resources, actor, id, answering);
  },
});
