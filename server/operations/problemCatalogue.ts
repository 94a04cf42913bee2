import type { ProblemType } from '../contract/problemDetails.ts';

/** A kind of refusal: its HTTP status, what it is called, and what whoever meets it can do. */
export interface ProblemSentence {
  readonly status: number;
  readonly title: string;
  readonly remedy: string;
}

/** The one catalogue of refusals: every code that an answer can carry (style.md, habit 14). */
export const problemCatalogue: Readonly<Record<ProblemType, ProblemSentence>> = {
  'not-authenticated': {
    status: 401,
    title: 'Not signed in',
    remedy: 'Sign in at POST /api/session, or send "Authorization: Bearer <token>".',
  },
  'sign-in-failed': {
    status: 401,
    title: 'Name or password is wrong',
    remedy: 'Check both; an administrator can set a new password.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    remedy: 'Ask an administrator for the right that is named.',
  },
  'not-found': { status: 404, title: 'Not found', remedy: 'Check the address; it may have been deleted.' },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take that method',
    remedy: 'The header Allow names the methods that it takes; /api/docs describes them.',
  },
  'state-conflict': {
    status: 409,
    title: 'The state does not allow it',
    remedy: 'Look at the state that is named, change it first, then try again.',
  },
  'revision-conflict': {
    status: 412,
    title: 'Somebody else saved first',
    remedy: 'Take over what is current, make your change on it and save with its revision.',
  },
  'precondition-required': {
    status: 428,
    title: 'The revision is missing',
    remedy: "Send the revision that you changed as If-Match, so that nobody's work is overwritten.",
  },
  invalid: { status: 422, title: 'Invalid input', remedy: 'Mend all errors that are listed; nothing was saved.' },
  malformed: { status: 400, title: 'Not readable', remedy: 'Send valid JSON with Content-Type: application/json.' },
  'too-large': { status: 413, title: 'Too large', remedy: 'Send less at once.' },
  'too-many-requests': { status: 429, title: 'Too many attempts', remedy: 'Wait as long as Retry-After says.' },
  unavailable: { status: 503, title: 'Not available now', remedy: 'Try again in a few seconds.' },
  'no-room': {
    status: 507,
    title: 'No room to store it',
    remedy:
      'Nothing of it was stored. Free space on the disk of the database (or see why it cannot be written), then try again.',
  },
  unexpected: {
    status: 500,
    title: 'An unexpected error',
    remedy: 'The log of the server says more; try again, and report it when it happens again.',
  },
};
