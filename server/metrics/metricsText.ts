import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Figures } from '../operations/metrics.ts';
import { exposition } from './exposition.ts';
import { figureFamilies } from './figureFamilies.ts';
import type { MeasuredTotals } from './measuredTotals.ts';

/**
 * Writes all that is measured: figures that were read now, what workers have told of, and what prom-client measures of this
 * process (under the names that every Node program has). Nothing of the process is observed before somebody asks.
 */
export function createMetricsText(totals: MeasuredTotals): (figures: Figures) => Promise<string> {
  const made: { process?: Registry } = {};
  const ofProcess = (): Registry => {
    if (made.process) return made.process;
    made.process = new Registry();
    collectDefaultMetrics({ register: made.process });
    return made.process;
  };
  return async (figures) => {
    const own = exposition([...figureFamilies(figures), ...totals.families()]);
    return `${own}${await ofProcess().metrics()}`;
  };
}
