import type { Advanced } from '../../engine/core/advance.ts';
import type { Firing } from '../../engine/core/workflowState.ts';
import type { Instance } from '../../engine/model/instance.ts';
import type { EngineStore, EngineTransaction } from '../../engine/ports/engineStore.ts';
import type { StepMeasures } from './stepMeasures.ts';

type Saved = { readonly before: Instance | undefined; readonly step: Advanced } | { readonly firing: Firing };

/** The same transaction; what is saved in it is noted, unless its part is taken back. */
function noting(transaction: EngineTransaction, saved: Saved[]): EngineTransaction {
  return {
    ...transaction,
    saveStep: async (before, step) => {
      await transaction.saveStep(before, step);
      saved.push({ before, step });
    },
    saveFiring: async (firing) => {
      await transaction.saveFiring(firing);
      saved.push({ firing });
    },
    part: async (work) => {
      const standing = saved.length;
      try {
        return await transaction.part(work);
      } catch (error) {
        saved.length = standing;
        throw error;
      }
    },
  };
}

/** A store whose steps and firings are counted once they are committed. */
export function measuredStore(store: EngineStore, measures: StepMeasures): EngineStore {
  return {
    ...store,
    transaction: async (work) => {
      const saved: Saved[] = [];
      const result = await store.transaction((transaction) => work(noting(transaction, saved)));
      for (const each of saved) {
        if ('firing' in each) measures.firing(each.firing);
        else measures.step(each.before, each.step);
      }
      return result;
    },
  };
}
