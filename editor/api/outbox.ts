import { queryOptions } from '@tanstack/react-query';
import { mailDetailSchema, mailListSchema, testedMailSchema, type MailQuery } from '../../server/contract/outbox.ts';
import { callApi } from './callApi.ts';

const path = '/api/outbox';

/** What people were told and mailed, newest first. */
export const mailsQuery = (query: Partial<MailQuery> = {}) =>
  queryOptions({
    queryKey: ['outbox', 'list', query],
    queryFn: ({ signal }) => callApi({ path, query, answer: mailListSchema, signal }),
  });

/** A mail with its text. */
export const mailQuery = (id: string) =>
  queryOptions({
    queryKey: ['outbox', 'one', id],
    queryFn: ({ signal }) => callApi({ path: `${path}/${encodeURIComponent(id)}`, answer: mailDetailSchema, signal }),
  });

/** Tries whether mails are taken. */
export const testMail = (to: string) =>
  callApi({ method: 'POST', path: `${path}/test`, body: { to }, answer: testedMailSchema });
