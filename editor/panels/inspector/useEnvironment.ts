import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormEnvironment, NameHint, TableHint } from '../../../definitions/forms/formEnvironment.tsx';
import type { Kinds } from '../../../engine/activity/kind.ts';
import { draftGraph } from '../../../engine/graph/draftGraph.ts';
import { variablesAt } from '../../../engine/graph/knownVariables.ts';
import { salvage } from '../../../engine/graph/salvage.ts';
import { activityIdSchema } from '../../../engine/model/ids.ts';
import type { Json } from '../../../engine/model/json.ts';
import { reachFrom } from '../../canvas/walk.ts';
import { labelOf } from '../../document/activityReading.ts';
import { activityIn, type DefinitionDraft } from '../../document/definitionDraft.ts';
import { useTextLanguage } from '../../i18n/textLanguage.tsx';

/** What the page knows of the world outside of the definition. */
export interface Surroundings {
  readonly readOnly: boolean;
  readonly tables: readonly TableHint[];
  readonly options: readonly string[];
}

const namesIn = (value: Json | undefined): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

/** What `vars` can hold at an activity, by the same reckoning as validation's. */
function varsAt(definition: DefinitionDraft, kinds: Kinds, activity: string): readonly string[] {
  const id = activityIdSchema.safeParse(activity);
  const form = salvage({ ...definition });
  if (!id.success) return [];
  return [...variablesAt(draftGraph(form, kinds).graph, id.data).names].filter((name) => name !== '*');
}

function useNames(definition: DefinitionDraft, kinds: Kinds, activity: string | undefined): readonly NameHint[] {
  const { t } = useTranslation('inspector');
  return useMemo(() => {
    const inputs = definition['inputs'];
    const properties =
      typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs) ? inputs['properties'] : undefined;
    const named = (names: readonly string[], hint: string) => names.map((name) => ({ name, hint }));
    const vars = activity === undefined ? [] : varsAt(definition, kinds, activity);
    return [
      ...named(
        vars.map((name) => `vars.${name}`),
        t('hint.vars'),
      ),
      ...named(['now'], t('hint.now')),
      ...named(
        namesIn(properties).map((name) => `instance.inputs.${name}`),
        t('hint.input'),
      ),
      ...named(
        namesIn(definition['variables']).map((name) => `instance.vars.${name}`),
        t('hint.instance'),
      ),
      ...named(['firing.dueAt', 'firing.startedAt', 'firing.reason'], t('hint.firing')),
      ...named(['vars', 'instance.vars', 'instance.inputs', 'instance.id', 'instance.startedAt'], t('hint.instance')),
      ...named(['workflow.name', 'workflow.vars'], t('hint.workflow')),
      ...named(['task.attempt', 'task.id'], t('hint.task')),
    ];
  }, [definition, kinds, activity, t]);
}

/**
 * What controls know while an activity, or the workflow, is inspected.
 * @returns the surroundings of the form
 */
export function useEnvironment(
  definition: DefinitionDraft,
  kinds: Kinds,
  activity: string | undefined,
  around: Surroundings,
): FormEnvironment {
  const { language } = useTextLanguage();
  const variables = useNames(definition, kinds, activity);
  const { readOnly, tables, options } = around;
  return useMemo(() => {
    const hintOf = (id: string): NameHint => {
      const draft = activityIn(definition, id);
      return { name: id, hint: draft ? labelOf(id, draft, language) : '' };
    };
    const before =
      activity === undefined ? [] : reachFrom(definition, activity, 'upstream').filter((id) => id !== activity);
    const zone = definition['timeZone'];
    return {
      readOnly,
      timeZone: typeof zone === 'string' ? zone : 'UTC',
      variables,
      options,
      tables,
      inbound: before.map(hintOf),
      activities: Object.keys(definition.activities).map(hintOf),
      now: () => Date.now(),
    };
  }, [definition, activity, variables, readOnly, tables, options, language]);
}
