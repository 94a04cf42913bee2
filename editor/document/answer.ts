import type { Refusal } from './command.ts';
import type { Edit } from './edit.ts';
import type { Selection } from './selection.ts';

/** What a command comes to: an edit with what shall be selected then, or a refusal. */
export type Answer = { readonly edit: Edit; readonly selection?: Selection } | { readonly refusal: Refusal };

/** An edit, and what is selected after it. */
export const edited = (edit: Edit, selection?: Selection): Answer => ({ edit, ...(selection && { selection }) });

/** A refusal, of a rule or of one's own. */
export const refused = ({ refusal }: { readonly refusal: Refusal }): Answer => ({ refusal });
