import { MailFailure } from '../../engine/activity/mailFailure.ts';
import type { Mail, MailDetail, MailQuery, TestedMail } from '../contract/outbox.ts';
import { requireRight, type Actor } from './actor.ts';
import { rangeOf } from './paging.ts';
import type { Page } from './ports/inbox.ts';
import { notFound } from './requestError.ts';
import { ask, requestIdFor } from './requests.ts';
import type { Resources } from './resources.ts';

const title = 'A test of Signalbox';
const text = 'Whoever reads this in a mailbox knows that Signalbox can send mails.';

/** Gives the test to the mail server at once, so that its own words can be answered. */
async function tryToSend({ mail }: Resources, to: string, key: string): Promise<TestedMail> {
  if (!mail.sends) return { status: 'kept', detail: null };
  try {
    await mail.send({ to: [to], subject: title, text, key });
    return { status: 'sent', detail: null };
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    return { status: error.fate === 'refused' ? 'refused' : 'failed', detail: error.message };
  }
}

async function test(resources: Resources, actor: Actor, to: string): Promise<TestedMail> {
  const tested = await tryToSend(resources, to, `test ${requestIdFor(resources, actor)}`);
  const message = tested.detail === null ? text : `${text}\n\n${tested.detail}`;
  await ask(resources, actor, {
    payload: { operation: 'keepMail', to: [to], title, message, status: tested.status },
    workflow: null,
    instance: null,
    audited: { action: 'mail test', subject: 'outbox' },
  });
  return tested;
}

/**
 * What people were told and mailed. Whoever may see instances may read it, with its text: the rows of events, which show
 * the same people, are open to the same.
 */
export const createOutboxOperations = (resources: Resources) => ({
  list: async (actor: Actor, query: MailQuery): Promise<Page<Mail> & { readonly sends: boolean }> => {
    requireRight(actor, 'view');
    return { ...(await resources.engine.mails(query, rangeOf(query))), sends: resources.mail.sends };
  },
  get: async (actor: Actor, id: string): Promise<MailDetail> => {
    requireRight(actor, 'view');
    const mail = await resources.engine.mail(id);
    if (!mail) throw notFound('mail', id);
    return mail;
  },
  test: async (actor: Actor, to: string): Promise<TestedMail> => {
    requireRight(actor, 'manageOperators');
    return test(resources, actor, to);
  },
});
