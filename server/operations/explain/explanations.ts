import type { Instance } from '../../../engine/model/instance.ts';
import type { Explanation } from '../../contract/explanation.ts';
import { requireRight, type Actor } from '../actor.ts';
import { notFound } from '../requestError.ts';
import type { Resources } from '../resources.ts';
import { explainInstance } from './explainInstance.ts';

/** Why it does not go on, by what is known now. */
async function explain({ engine, inbox, worker, clock }: Resources, instance: Instance): Promise<Explanation> {
  const { id, workflow, version, status } = instance;
  const published = await inbox.versions.find(workflow, version);
  // Near the end of the history then; of one that has run for long it would be looked for in all of it.
  const isPassing = status === 'pausing' || status === 'stopping';
  const statusSinceMs = isPassing ? await engine.statusSinceMs(id) : undefined;
  const activities = new Map(Object.entries(published?.definition.activities ?? {}));
  return explainInstance({
    instance,
    worker: worker.status(),
    nowMs: clock.nowMs(),
    statusSinceMs,
    mutexGroup: (activity) => activities.get(activity)?.mutexGroup,
  });
}

/** Answers to "why is nothing happening?"; whoever signs in may ask. */
export const createExplanations = (resources: Resources) => ({
  ofInstance: async (actor: Actor, id: string): Promise<Explanation> => {
    requireRight(actor, 'view');
    const instance = await resources.engine.instance(id);
    if (!instance) throw notFound('instance', id);
    return explain(resources, instance.state);
  },
});
