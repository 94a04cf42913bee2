import { campaigns } from '../../demoData/campaigns.ts';
import { fillRecords, type DemoRecord } from '../../demoData/demoOnce.ts';
import type { Instants } from '../../demoData/instants.ts';
import { operatorGroups, operators } from '../../demoData/people.ts';
import type { Sink } from '../../demoData/sink.ts';

/** A delivery of a campaign, with what was said about each of its items. */
interface CampaignDelivery {
  readonly label: string;
  readonly campaign: keyof typeof campaigns;
  readonly kind: 'email' | 'mobile' | 'directMail' | 'external';
  readonly stage: string;
  readonly approvals: Readonly<Record<string, 'needed' | 'pending' | 'accepted' | 'refused'>>;
  readonly more?: DemoRecord;
}

const given = { target: 'accepted', content: 'accepted' } as const;

/** Deliveries whose target is not known yet, the first of them in `draftsFrom`. */
const drafts = Array.from({ length: 10 }, (_, index) => `Draft ${index + 1}`);
/** Where the drafts stand among the deliveries of campaigns, counted from 0. */
export const draftsFrom = 15;

/** Every stage and every way in which a delivery waits for somebody. */
const deliveries = (at: Instants): readonly CampaignDelivery[] => [
  { label: 'Approved mail', campaign: 'spring', kind: 'email', stage: 'targeted', approvals: given },
  {
    label: 'Confirmed mail',
    campaign: 'spring',
    kind: 'email',
    stage: 'pendingConfirmation',
    approvals: given,
    more: { confirmed_at: at.ago(0.1) },
  },
  {
    label: 'Mail to approve',
    campaign: 'spring',
    kind: 'email',
    stage: 'targeted',
    approvals: { target: 'pending', content: 'pending' },
  },
  {
    label: 'Refused mail',
    campaign: 'spring',
    kind: 'email',
    stage: 'targeted',
    approvals: { target: 'accepted', content: 'refused' },
  },
  { label: 'Text message', campaign: 'summer', kind: 'mobile', stage: 'targeted', approvals: given },
  {
    label: 'Letter before its file',
    campaign: 'summer',
    kind: 'directMail',
    stage: 'targeted',
    approvals: { ...given, budget: 'accepted' },
    more: { supplier_service_id: 1, cost_type_id: 4 },
  },
  {
    label: 'Letter with its file',
    campaign: 'summer',
    kind: 'directMail',
    stage: 'fileToApprove',
    approvals: { ...given, extraction: 'accepted' },
    more: { supplier_service_id: 1, cost_type_id: 2 },
  },
  {
    label: 'Letter to approve',
    campaign: 'summer',
    kind: 'directMail',
    stage: 'fileToApprove',
    approvals: { ...given, extraction: 'pending' },
    more: { supplier_service_id: 1, cost_type_id: 3 },
  },
  {
    label: 'Calls of the agency',
    campaign: 'summer',
    kind: 'external',
    stage: 'targeted',
    approvals: given,
    more: { supplier_service_id: 2, cost_type_id: 5 },
  },
  {
    label: 'Mail nobody is told of',
    campaign: 'silent',
    kind: 'email',
    stage: 'targeted',
    approvals: { target: 'pending' },
  },
  {
    label: 'Finished letter',
    campaign: 'finished',
    kind: 'directMail',
    stage: 'finished',
    approvals: given,
    more: { supplier_service_id: 1, cost_type_id: 4, file_sent_at: at.ago(70) },
  },
  {
    label: 'Idea',
    campaign: 'edited',
    kind: 'email',
    stage: 'edited',
    approvals: { target: 'needed' },
    more: { targeted: null, provisional_cost: 300 },
  },
  {
    label: 'Letter on its way',
    campaign: 'summer',
    kind: 'directMail',
    stage: 'started',
    approvals: { ...given, extraction: 'accepted' },
    more: { supplier_service_id: 1, cost_type_id: 2 },
  },
  {
    label: 'Letter handed over',
    campaign: 'summer',
    kind: 'directMail',
    stage: 'started',
    approvals: { ...given, extraction: 'accepted' },
    more: { supplier_service_id: 1, cost_type_id: 1, supplier_told_at: at.ago(1), file_sent_at: at.ago(0.1) },
  },
  {
    label: 'Joint mail',
    campaign: 'calledOff',
    kind: 'email',
    stage: 'targeted',
    approvals: { target: 'pending' },
  },
  ...drafts.map((label, index): CampaignDelivery => ({
    label,
    campaign: index % 2 === 0 ? 'spring' : 'summer',
    kind: 'email',
    stage: 'edited',
    approvals: { target: 'needed', content: 'needed' },
    more: { targeted: null },
  })),
  ...(['periodicTemplate', 'localReference'] as const).map((campaign): CampaignDelivery => ({
    label: campaign === 'localReference' ? 'Invitation' : 'Letter of the month',
    campaign,
    kind: 'email',
    stage: 'edited',
    approvals: { target: 'needed', content: 'needed' },
    more: { targeted: null },
  })),
];

/** In progress while the provider has it, finished in the end. */
const states: Readonly<Record<string, number>> = { started: 55, finished: 95 };

/** @param first the number of the first delivery. */
export async function fillApprovals(sink: Sink, first: number, at: Instants): Promise<void> {
  const all = deliveries(at);
  await fillRecords(
    sink,
    'nms_delivery',
    all.map(({ label, campaign, kind, stage }, index) => ({
      delivery_id: first + index,
      label,
      internal_name: `campaign${index + 1}`,
      operation_id: campaigns[campaign],
      delivery_mode: kind === 'directMail' || kind === 'external' ? 0 : 1,
      message_type: { email: 0, mobile: 1, external: 2, directMail: 3 }[kind],
      state: states[stage] ?? 0,
      delivery_mapping_id: 1,
      target_group_id: 1 + (index % 2),
      to_deliver: stage === 'edited' ? 0 : 300 + index * 100,
      analysed_at: stage === 'edited' ? null : at.ago(1),
      validity_at: at.ago(-14),
      created_at: at.ago(10),
      last_modified_at: at.ago(1),
    })),
  );
  await fillRecords(
    sink,
    'nms_delivery_content',
    all.map(({ label }, index) => ({
      delivery_content_id: first + index,
      delivery_id: first + index,
      sender: 'shop@shop.example.org',
      subject: `${label}: news from the shop`,
      text_body: 'Hello {{ recipient.first_name }}, here is what is new.',
      last_modified_at: at.ago(2),
    })),
  );
  await fillRecords(
    sink,
    'nms_operation_delivery',
    all.map(({ campaign, kind, stage, more }, index) => ({
      operation_delivery_id: index + 1,
      operation_id: campaigns[campaign],
      delivery_id: first + index,
      kind,
      stage,
      owner_id: operators.bruno,
      notices: 1,
      targeted: 300 + index * 100,
      provisional_cost: 100 + index * 10,
      real_cost: index === 10 ? 333 : null,
      ...more,
    })),
  );
  await fillItems(sink, all, at);
}

async function fillItems(sink: Sink, all: readonly CampaignDelivery[], at: Instants): Promise<void> {
  const items = all.flatMap(({ approvals }, index) =>
    Object.entries(approvals).map(([item, status]) => ({ operation_delivery_id: index + 1, item, status })),
  );
  const approvals = items.map((approval, index) => {
    const submitted = approval.status === 'needed' ? null : at.ago(2);
    const answered = approval.status === 'accepted' || approval.status === 'refused';
    return {
      approval_id: index + 1,
      ...approval,
      // Every third names nobody, so that the manager of the campaign is asked.
      reviewer_id: index % 3 === 0 ? operators.chloe : null,
      reviewer_group_id: index % 3 === 1 ? operatorGroups.reviewers : null,
      submitted_at: submitted,
      deadline_at: submitted === null ? null : at.ago(-1),
      // The first that is pending was told already, and is to be reminded.
      notified_at: answered || index === 4 ? at.ago(1.9) : null,
      answered_by_id: answered ? operators.chloe : null,
      answered_at: answered ? at.ago(1) : null,
      comment: approval.status === 'refused' ? 'The subject is missing.' : null,
    };
  });
  await fillRecords(sink, 'nms_approval', approvals);
  const pending = approvals.filter(({ status }) => status === 'pending');
  await fillRecords(
    sink,
    'nms_approval_reminder',
    pending.flatMap(({ approval_id: approval }, index) =>
      [0.5, -0.5].map((days, nth) => ({
        approval_reminder_id: index * 2 + nth + 1,
        approval_id: approval,
        due_at: at.ago(days),
      })),
    ),
  );
}
