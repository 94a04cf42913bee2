import { signalIdSchema } from '../model/ids.ts';
import type { Question } from '../model/question.ts';
import type { Task } from '../model/task.ts';
import type { Control, SignalArrival } from './input.ts';
import type { Rejection } from './rejection.ts';
import { keepSignal, takeSignal } from './signals.ts';
import type { Step } from './step.ts';

type Answer = Extract<Control, { type: 'answer' }>;

const answered = (message: string): Rejection => ({ code: 'answered-already', message });

/** Somebody answers the question of a waiting task; where that cannot move, it keeps the answer until it can. */
export function answer(step: Step, task: Task, input: Answer): Rejection | undefined {
  const question = task.waitingFor?.question;
  if (!question)
    return { code: 'task-refuses', message: `The task ${task.id} is ${task.status}: it waits for no answer.` };
  if (!question.choices.some(({ outlet }) => outlet === input.choice)) {
    const known = question.choices.map(({ outlet }) => outlet).join(', ');
    return { code: 'choice-unknown', message: `"${input.choice}" is no choice here; there are: ${known}.` };
  }
  if (task.answeredBy?.includes(step.by)) return answered(`${step.by} has answered already.`);
  const arrival = arrivalOf(step, task, { question, input });
  if (step.draft.status === 'running') takeSignal(step, task, arrival);
  else if (!keepSignal(step, task, arrival))
    return answered(`The task ${task.id} keeps an answer that ends it when the instance goes on.`);
  return undefined;
}

/** An answer reaches its task as a signal does, and is kept like one. */
function arrivalOf(
  { by, world }: Step,
  task: Task,
  { question, input }: { readonly question: Question; readonly input: Answer },
): SignalArrival {
  const { choice, comment = '', asked } = input;
  const haveAnswered = [...(task.answeredBy ?? []), by];
  const last = !question.multiple || asked.every((name) => haveAnswered.includes(name));
  return {
    id: signalIdSchema.parse(`answer ${task.id} ${by}`),
    name: 'answer',
    vars: { answer: { choice, by, at: new Date(world.nowMs).toISOString(), comment } },
    answer: { by, last },
  };
}
