import type { TFunction } from 'i18next';
import type { FieldSchema, FieldsSchema } from '../../../definitions/schema/fieldsSchema.ts';

type Words = TFunction<'inspector'>;

const text = (title: string, description?: string, widget = 'text'): FieldSchema => ({
  title,
  widget,
  ...(description !== undefined && { description }),
});

const choice = (field: FieldSchema, choices: Readonly<Record<string, string>>, standard?: string): FieldSchema => ({
  ...field,
  widget: 'choice',
  choices,
  ...(standard !== undefined && { default: standard }),
});

const number = (field: FieldSchema, minimum: number, standard?: number): FieldSchema => ({
  ...field,
  widget: 'number',
  type: 'integer',
  minimum,
  ...(standard !== undefined && { default: standard }),
});

const policies = (t: Words) => ({ pause: t('policy.pause'), ignore: t('policy.ignore'), abort: t('policy.abort') });

/** What happens when a task fails, of any kind. */
export function errorFields(t: Words): FieldsSchema {
  const retry: FieldSchema = {
    ...text(t('field.retry'), t('field.retryHelp'), 'group'),
    properties: {
      attempts: number(text(t('field.attempts'), t('field.attemptsHelp')), 1),
      delay: { ...text(t('field.delay'), t('field.delayHelp'), 'duration'), default: '10s' },
      factor: { ...text(t('field.factor'), t('field.factorHelp'), 'number'), minimum: 1, default: 1 },
      maxDelay: text(t('field.maxDelay'), undefined, 'duration'),
    },
  };
  return {
    properties: {
      onError: {
        ...choice(text(t('field.onError'), t('field.onErrorHelp')), policies(t)),
        empty: t('policy.workflow'),
      },
      retry,
    },
  };
}

/** What any activity may carry beyond that. */
export function advancedFields(t: Words): FieldsSchema {
  const executions = { normal: t('execution.normal'), hold: t('execution.hold'), disabled: t('execution.disabled') };
  return {
    properties: {
      execution: choice(text(t('field.execution'), t('field.executionHelp')), executions, 'normal'),
      maxDuration: text(t('field.maxDuration'), t('field.maxDurationHelp'), 'duration'),
      timeout: text(t('field.timeout'), t('field.timeoutHelp'), 'duration'),
      timeZone: text(t('field.timeZone'), t('field.timeZoneHelp'), 'timeZone'),
      affinity: text(t('field.affinity'), t('field.affinityHelp')),
      mutexGroup: text(t('field.mutexGroup'), t('field.mutexGroupHelp')),
    },
  };
}

/** For whoever reads the graph next. */
export const noteFields = (t: Words): FieldsSchema => ({
  properties: { comment: text(t('field.comment'), t('field.commentHelp'), 'multiline') },
});

/** What a workflow is called, where it stands and how much it matters. */
export function generalFields(t: Words): FieldsSchema {
  const categories = {
    technical: t('workflow.categories.technical'),
    campaign: t('workflow.categories.campaign'),
    custom: t('workflow.categories.custom'),
  };
  const severities = {
    normal: t('workflow.severities.normal'),
    production: t('workflow.severities.production'),
    critical: t('workflow.severities.critical'),
  };
  return {
    properties: {
      severity: choice(text(t('workflow.severity'), t('workflow.severityHelp')), severities, 'normal'),
      supervisors: text(t('workflow.supervisors'), t('workflow.supervisorsHelp')),
      folder: text(t('workflow.folder'), t('workflow.folderHelp')),
      category: choice(text(t('workflow.category'), t('workflow.categoryHelp')), categories, 'custom'),
    },
  };
}

/** How instances of a workflow begin, fail and are kept. */
export function runningFields(t: Words): FieldsSchema {
  const overlaps = {
    skip: t('workflow.overlaps.skip'),
    queue: t('workflow.overlaps.queue'),
    allow: t('workflow.overlaps.allow'),
  };
  const counts = {
    consecutiveErrors: number(text(t('workflow.consecutiveErrors'), t('workflow.consecutiveErrorsHelp')), 0, 0),
    maxInstances: number(text(t('workflow.maxInstances'), t('workflow.maxInstancesHelp')), 1),
    maxRounds: number(text(t('workflow.maxRounds'), t('workflow.maxRoundsHelp')), 1, 10_000),
    historyDays: number(text(t('workflow.historyDays'), t('workflow.historyDaysHelp')), 0, 30),
  };
  return {
    properties: {
      timeZone: text(t('workflow.timeZone'), t('workflow.timeZoneHelp'), 'timeZone'),
      onError: choice(text(t('workflow.onError')), policies(t), 'pause'),
      overlap: choice(text(t('workflow.overlap'), t('workflow.overlapHelp')), overlaps, 'skip'),
      ...counts,
    },
  };
}

/** What instances of a workflow are given and begin with. */
export const dataFields = (t: Words): FieldsSchema => ({
  properties: {
    inputs: text(t('workflow.inputs'), t('workflow.inputsHelp'), 'json'),
    variables: text(t('workflow.variables'), t('workflow.variablesHelp'), 'json'),
  },
});

/** How a transition is drawn. */
export const transitionFields = (t: Words): FieldsSchema => ({
  properties: {
    label: text(t('transition.label'), t('transition.labelHelp')),
    jump: { ...text(t('transition.jump'), t('transition.jumpHelp'), 'toggle'), default: false },
  },
});
