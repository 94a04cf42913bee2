import { z } from 'zod';
import { outletSchema } from './ids.ts';

/** What a task asks people while it waits: of a group, or of one operator. */
export const questionSchema = z.object({
  group: z.string().optional(),
  operator: z.string().optional(),
  title: z.string(),
  message: z.string(),
  /** Each answer leaves by an outlet of its own. */
  choices: z.array(z.object({ outlet: outletSchema, label: z.string() })),
  /** Each of those who are asked may answer once; otherwise the first answer ends the task. */
  multiple: z.boolean(),
});
export type Question = z.infer<typeof questionSchema>;

/** Who gave an answer, and whether no other is waited for after it. */
export const answerMarkSchema = z.object({ by: z.string(), last: z.boolean() });
export type AnswerMark = z.infer<typeof answerMarkSchema>;

/** No signal that anybody can await has this name: it begins with no letter. */
export const questionSignal = '@approval';

/** How those who are asked are written where questions are looked for. */
export const keyOfAsked = ({ group, operator }: Pick<Question, 'group' | 'operator'>): string =>
  group === undefined ? `operator/${operator ?? ''}` : `group/${group}`;

/** A question stands among the subscriptions, so that it is found by whom it asks. */
export const subscriptionOf = (question: Question): { readonly name: string; readonly key: string } => ({
  name: questionSignal,
  key: keyOfAsked(question),
});
