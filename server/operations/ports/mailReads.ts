import type { Mail, MailDetail, MailQuery } from '../../contract/outbox.ts';
import type { Page, Range } from './inbox.ts';

/** What web reads of the outbox. */
export interface MailReads {
  /** Newest first. */
  mails: (filter: Omit<MailQuery, 'page' | 'size'>, range: Range) => Promise<Page<Mail>>;
  mail: (id: string) => Promise<MailDetail | undefined>;
}
