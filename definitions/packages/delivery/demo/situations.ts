import type { Instants } from '../../demoData/instants.ts';

/** The columns of a delivery that tell one situation from another. */
export interface Situation {
  readonly label: string;
  readonly state: number;
  readonly last_modified_at: string;
  readonly delivery_mode?: number;
  readonly delete_status?: number;
  readonly deleted_at?: string | null;
  readonly is_model?: number;
  readonly ext_account_id?: number | null;
  readonly source_delivery_id?: number;
  readonly to_deliver?: number;
  readonly processed?: number;
  readonly validity_at?: string;
  readonly web_validity_at?: string;
  readonly web_res_purged?: number;
  readonly audience?: 'rcp' | 'visitor' | 'app_sub';
}

/** Accounts of mid-sourcing servers; `busy`: logs were pulled up from it an hour ago. */
export const accounts = { active: 1, inactive: 2, neverPulled: 3, busy: 4 } as const;
const { active, inactive, neverPulled, busy } = accounts;

/** Deliveries on either side of every limit of tasks 2 to 5 of `cleanup`. */
export function situations(at: Instants): readonly Situation[] {
  return [
    ...deletions(at),
    ...localExpiries(at),
    ...stoppedDeliveries(at),
    ...midSourcedExpiries(at),
    ...webValidities(at),
  ];
}

function deletions(at: Instants): Situation[] {
  const [before, limit, after] = at.around(7);
  const gone = { state: 95, last_modified_at: at.ago(20), delete_status: 1 };
  // Not ended, so that nothing but the deletion takes their parts.
  const open = { ...gone, state: 55, validity_at: at.ago(-3) };
  return [
    { ...gone, label: 'Deleted a millisecond too long ago', deleted_at: before },
    { ...open, label: 'Deleted exactly a week ago', deleted_at: limit },
    { ...open, label: 'Deleted just within the week', deleted_at: after },
    { ...gone, label: 'Recycled', delete_status: 2, deleted_at: at.ago(40) },
    { ...gone, label: 'Deleted template', is_model: 1, deleted_at: at.ago(30) },
    { ...gone, label: 'Deleted push message', deleted_at: at.ago(20), audience: 'app_sub' },
    { ...gone, label: 'Deleted without offers', deleted_at: at.ago(12), audience: 'visitor' },
    { ...gone, label: 'Deleted yesterday while being edited', state: 0, deleted_at: at.ago(1) },
    { ...gone, label: 'Of state deleted, not flagged', state: 100, delete_status: 0 },
  ];
}

function localExpiries(at: Instants): Situation[] {
  const [before, limit, after] = at.around(0);
  const last = { last_modified_at: at.ago(2) };
  return [
    { ...last, label: 'Start pending, expired a millisecond ago', state: 51, validity_at: before },
    { ...last, label: 'Start pending, expires now', state: 51, validity_at: limit },
    { ...last, label: 'Start pending, expires next', state: 51, validity_at: after },
    { ...last, label: 'Paused and expired', state: 75, validity_at: at.ago(9) },
    { ...last, label: 'Just below stopped and expired', state: 84, validity_at: at.ago(9) },
    { ...last, label: 'Below start pending and expired', state: 45, validity_at: at.ago(9) },
    {
      ...last,
      label: 'In progress, expired, deleted',
      state: 55,
      validity_at: at.ago(9),
      delete_status: 1,
      deleted_at: at.ago(2),
    },
    { ...last, label: 'Template in progress, expired', state: 55, validity_at: at.ago(9), is_model: 1 },
    { ...last, label: 'In progress, expired, of a visitor', state: 55, validity_at: at.ago(3), audience: 'visitor' },
    { ...last, label: 'In progress, expired, to apps', state: 55, validity_at: at.ago(3), audience: 'app_sub' },
    { ...last, label: 'Being edited', state: 0, validity_at: at.ago(9) },
  ];
}

function stoppedDeliveries(at: Instants): Situation[] {
  const [before, limit] = at.around(15);
  const stopped = { state: 85, validity_at: at.ago(12), to_deliver: 12_000, processed: 2_000 };
  return [
    { ...stopped, label: 'Stopped with 10,000 left', last_modified_at: at.ago(3) },
    { ...stopped, label: 'Stopped with 10,000 left exactly 15 days ago', last_modified_at: limit },
    { ...stopped, label: 'Stopped with 10,000 left, too long ago', last_modified_at: before },
    { ...stopped, label: 'Stopped with 9,999 left', processed: 2_001, last_modified_at: at.ago(3) },
  ];
}

function midSourcedExpiries(at: Instants): Situation[] {
  const [before, limit] = at.around(15);
  const mid = { delivery_mode: 4, state: 95, ext_account_id: active, last_modified_at: at.ago(1) };
  return [
    { ...mid, label: 'Mid-sourced, 15 days and a millisecond past', validity_at: before },
    { ...mid, label: 'Mid-sourced, 15 days past', validity_at: limit },
    { ...mid, label: 'Mid-sourced, stopped, long past', state: 85, validity_at: at.ago(40) },
    { ...mid, label: 'Mid-sourced, past before the last pull-up', ext_account_id: busy, validity_at: at.ago(2) },
    { ...mid, label: 'Mid-sourced, past at the last pull-up', ext_account_id: busy, validity_at: at.ago(1 / 24) },
    { ...mid, label: 'Mid-sourced by an inactive account', ext_account_id: inactive, validity_at: at.ago(40) },
    { ...mid, label: 'Mid-sourced, nothing pulled up yet', ext_account_id: neverPulled, validity_at: at.ago(40) },
    { ...mid, label: 'Mid-sourced, unchanged for too long', validity_at: at.ago(40), last_modified_at: before },
    { ...mid, label: 'Mid-sourced, changed exactly 15 days ago', validity_at: at.ago(40), last_modified_at: limit },
    { ...mid, label: 'Mid-sourced, in progress', state: 55, validity_at: at.ago(40) },
  ];
}

function webValidities(at: Instants): Situation[] {
  const [before, limit, after] = at.around(0);
  const sent = { state: 95, last_modified_at: at.ago(25), validity_at: at.ago(24) };
  return [
    { ...sent, label: 'Mirror pages past a millisecond ago', web_validity_at: before },
    { ...sent, label: 'Mirror pages past now', web_validity_at: limit },
    { ...sent, label: 'Mirror pages past next', web_validity_at: after },
    { ...sent, label: 'Mirror pages purged already', web_validity_at: at.ago(5), web_res_purged: 1 },
    { ...sent, label: 'Mirror pages for ever' },
  ];
}

/** Deliveries of a mid-sourcing server: what it carries out for the marketing server. */
export function midCopies(at: Instants): readonly Situation[] {
  const [before, limit] = at.around(7);
  const copy = { last_modified_at: at.ago(18), validity_at: at.ago(-3) };
  const gone = { ...copy, delete_status: 1, deleted_at: at.ago(10) };
  return [
    { ...gone, label: 'Copy: deleted in progress', state: 55, source_delivery_id: 100_001 },
    {
      ...gone,
      label: 'Copy: deleted a millisecond too long ago',
      state: 72,
      deleted_at: before,
      source_delivery_id: 100_002,
    },
    { ...gone, label: 'Copy: deleted exactly a week ago', state: 55, deleted_at: limit, source_delivery_id: 100_003 },
    { ...copy, label: 'Copy: in progress', state: 55, source_delivery_id: 100_004 },
    { ...copy, label: 'Copy: in progress, expired', state: 61, validity_at: at.ago(2), source_delivery_id: 100_005 },
    { ...gone, label: 'Copy: deleted, finished', state: 95, source_delivery_id: 100_006 },
    { ...copy, label: 'Copy: finished', state: 95, source_delivery_id: 100_007 },
    { ...copy, label: 'Copy: finished long ago', state: 95, source_delivery_id: 100_008 },
  ];
}
