import type { Problem } from '../model/problem.ts';
import { parseCron } from '../time/cron.ts';
import { isTimeZone } from '../time/zone.ts';
import type { DraftGraph } from './draftGraph.ts';

/** What is wrong with `expectBy`: by a time that never comes nothing would be missed. */
export function expectProblems({ definition: { expectBy } }: DraftGraph): Problem[] {
  const problems: Problem[] = [];
  const cron = expectBy && parseCron(expectBy.cron);
  if (cron && !cron.ok)
    problems.push({
      code: 'schedule-invalid',
      level: 'error',
      pointer: '/expectBy/cron',
      message: `"${expectBy.cron}" is no cron expression: ${cron.message}`,
      hint: 'Write minute hour day month weekday: 0 6 * * 1-5 is by 06:00 on working days.',
    });
  if (expectBy?.timeZone !== undefined && !isTimeZone(expectBy.timeZone))
    problems.push({
      code: 'time-zone-unknown',
      level: 'error',
      pointer: '/expectBy/timeZone',
      message: `there is no time zone "${expectBy.timeZone}"`,
      hint: 'Use a name such as Europe/Paris or UTC.',
    });
  return problems;
}
