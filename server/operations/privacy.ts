import { htmlEscaped } from '../../engine/activity/mailText.ts';
import type { PrivacyBody, PrivacyQuery, PrivacyRequest } from '../contract/privacy.ts';
import { requireRight, type Actor } from './actor.ts';
import { audit } from './audit.ts';
import { rangeOf } from './paging.ts';
import { isoOf } from './ports/clock.ts';
import type { Page } from './ports/inbox.ts';
import { notFound, stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';

const packageName = 'privacy-data-protection-regulation';
const table = 'nms_gdpr_request';
const typeNumbers = { access: 1, delete: 2 } as const;
const regulationNumbers = { GDPR: 1, CCPA: 2, PDPA: 3, LGPD: 4 } as const;

async function requireInstalled({ engine }: Resources): Promise<void> {
  const found = (await engine.packages()).find(({ name }) => name === packageName);
  if (found?.status === 'installed') return;
  throw stateConflict('not-installed', `There are no privacy requests: install the package ${packageName}.`);
}

/** Stores a request durably; the workflow of the package takes it up. */
async function ask(resources: Resources, actor: Actor, body: PrivacyBody): Promise<{ readonly name: string }> {
  const { inbox, engine, clock, ids, worker } = resources;
  await requireInstalled(resources);
  const namespace = await engine.privacyNamespace(body.namespace);
  if (namespace === undefined) throw notFound('namespace', body.namespace);
  const atMs = clock.nowMs();
  const at = isoOf(atMs);
  const name = body.name ?? `request ${ids.next()}`;
  const row = {
    name,
    type: typeNumbers[body.type],
    regulation: regulationNumbers[body.regulation],
    gdpr_namespace_id: namespace,
    reconciliation_value: body.value,
    status: 'new',
    created_at: at,
    last_modified_at: at,
  };
  await inbox.change(async (stores) => {
    await stores.packageRows.add({ table, row, receivedAt: at });
    // The value is not written down: the trail is kept longer than the person may be known.
    await audit(stores, { by: actor.operator, atMs }, { action: `privacy ${body.type}`, subject: `privacy/${name}` });
  });
  worker.nudge();
  return { name };
}

/** Confirms a deletion that waits for it; what has gone on meanwhile is left as it is. */
async function confirm(resources: Resources, actor: Actor, id: string): Promise<PrivacyRequest> {
  const { inbox, engine, clock, worker } = resources;
  const request = await engine.privacyRequest(id);
  if (!request) throw notFound('privacy request', id);
  const waits = 'deleteConfirmationPending';
  if (request.status !== waits)
    throw stateConflict(request.status, `It does not wait for a confirmation: it is ${request.status}.`);
  const atMs = clock.nowMs();
  const at = isoOf(atMs);
  await inbox.change(async (stores) => {
    const row = { status: 'deletePending', confirmed_at: at, last_modified_at: at };
    const match = { gdpr_request_id: Number(id), status: waits };
    await stores.packageRows.add({ table, row, match, receivedAt: at });
    const deed = { action: 'privacy confirm', subject: `privacy/${request.name}` };
    await audit(stores, { by: actor.operator, atMs }, deed);
  });
  worker.nudge();
  return request;
}

/** What was collected, as one file. Whoever fetches it stands in the audit trail. */
async function file({ inbox, engine, clock }: Resources, actor: Actor, token: string): Promise<string> {
  const found = /^[0-9a-f]{32}$/.test(token) ? await engine.privacyFile(token) : undefined;
  if (!found) throw notFound('file', token);
  const deed = { action: 'privacy fetch', subject: `privacy/${found.name}` };
  await inbox.change((stores) => audit(stores, { by: actor.operator, atMs: clock.nowMs() }, deed));
  const root = `<privacyRequest id="${found.id}" name="${htmlEscaped(found.name)}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', root, ...found.parts, '</privacyRequest>', ''].join('\n');
}

/** Requests of people about what is stored of them; only an administrator sees these. */
export const createPrivacyOperations = (resources: Resources) => ({
  ask: async (actor: Actor, body: PrivacyBody): Promise<{ readonly name: string }> => {
    requireRight(actor, 'managePrivacy');
    return ask(resources, actor, body);
  },
  list: async (actor: Actor, query: PrivacyQuery): Promise<Page<PrivacyRequest>> => {
    requireRight(actor, 'managePrivacy');
    return resources.engine.privacyRequests(query, rangeOf(query));
  },
  get: async (actor: Actor, id: string): Promise<PrivacyRequest> => {
    requireRight(actor, 'managePrivacy');
    const request = await resources.engine.privacyRequest(id);
    if (!request) throw notFound('privacy request', id);
    return request;
  },
  confirm: async (actor: Actor, id: string): Promise<PrivacyRequest> => {
    requireRight(actor, 'managePrivacy');
    return confirm(resources, actor, id);
  },
  file: async (actor: Actor, token: string): Promise<string> => {
    requireRight(actor, 'managePrivacy');
    return file(resources, actor, token);
  },
});
