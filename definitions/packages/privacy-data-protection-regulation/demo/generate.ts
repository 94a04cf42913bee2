import type { Knex } from 'knex';
import { demoOnce, fillRecords } from '../../demoData/demoOnce.ts';
import type { DemoOptions } from '../../demoData/demoOptions.ts';
import type { Instants } from '../../demoData/instants.ts';
import type { Sink } from '../../demoData/sink.ts';

const access = 1;
const erase = 2;
const email = 1;
const mobile = 3;
const daysAhead = 30;

/** Requests of either kind, in every status that a workflow acts on, and on either side of every limit. */
export async function generateDemo(knex: Knex, options: DemoOptions): Promise<void> {
  await demoOnce(knex, options, {
    table: 'nms_gdpr_request',
    rowsInAll: 50,
    fill: async ({ sink, at }) => {
      await fillRequests(sink, at);
      await fillCollected(sink, at);
    },
  });
}

async function fillRequests(sink: Sink, at: Instants): Promise<void> {
  /** A request that was answered, with the file of this number. */
  const complete = (file: number) => {
    const token = file.toString(16).padStart(32, '0');
    return { status: 'complete', url_file: `/api/privacy/files/${token}`, file_token: token };
  };
  const waiting = { type: erase, status: 'deleteConfirmationPending' };
  const confirmed = {
    ...waiting,
    status: 'deletePending',
    confirmed_at: at.ago(0.3),
    confirmation_asked_at: at.ago(5),
  };
  const request = (id: number, value: string, more: Readonly<Record<string, string | number | null>>) => ({
    gdpr_request_id: id,
    name: `Request ${id}`,
    reconciliation_value: value,
    ...more,
  });
  await fillRecords(
    sink,
    'nms_gdpr_request',
    [
      request(1, 'customer.5@example.org', {}),
      request(2, 'customer.6@example.org', { type: erase }),
      request(3, 'nobody@example.org', {}),
      request(4, '+33 6 10000007', { gdpr_namespace_id: mobile, regulation: 2 }),
      request(5, 'customer.8@example.org', { status: 'retryPending', error_count: 1, error_message: 'Out of reach' }),
      request(6, 'customer.9@example.org', confirmed),
      request(7, 'customer.10@example.org', { ...waiting, confirmation_asked_at: at.ago(2) }),
      request(8, 'customer.11@example.org', { ...waiting, confirmation_asked_at: at.ago(16), created_at: at.ago(17) }),
      request(9, 'customer.12@example.org', { ...complete(91), created_at: at.ago(91) }),
      request(10, 'customer.13@example.org', { ...complete(89), created_at: at.ago(89) }),
      // Their files are old enough one by one, on each day of the month to come.
      ...Array.from({ length: daysAhead }, (_, index) =>
        request(11 + index, `customer.${String(14 + index)}@example.org`, {
          ...complete(1_001 + index),
          created_at: at.ago(89.5 - index),
        }),
      ),
    ],
    {
      type: access,
      regulation: 1,
      gdpr_namespace_id: email,
      status: 'new',
      error_count: 0,
      created_at: at.ago(1),
      last_modified_at: at.ago(1),
    },
  );
}

async function fillCollected(sink: Sink, at: Instants): Promise<void> {
  const subjects = [
    [6, 9],
    [7, 10],
    [8, 11],
    [9, 12],
    [10, 13],
  ] as const;
  await fillRecords(
    sink,
    'nms_gdpr_request_subject',
    subjects.map(([request, recipient], index) => ({
      gdpr_request_subject_id: index + 1,
      gdpr_request_id: request,
      recipient_id: recipient,
    })),
  );
  await fillRecords(
    sink,
    'nms_gdpr_request_data',
    subjects.map(([request, recipient], index) => ({
      gdpr_request_data_id: index + 1,
      gdpr_request_id: request,
      table_name: 'nms_recipient',
      row_count: 1,
      content: `<recipient recipient_id="${recipient}" email="customer.${recipient}@example.org"/>`,
      collected_at: at.ago(request === 9 ? 91 : 5),
    })),
  );
}
