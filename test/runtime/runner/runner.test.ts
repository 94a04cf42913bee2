import { onEveryStore } from '../../support/runnerStores.ts';
import { describeAsking } from './asking.contract.ts';
import { describeDying } from './dying.contract.ts';
import { describeRunnerOn } from './givenRunner.ts';
import { describePassingTime } from './passingTime.contract.ts';
import { describePausing } from './pausing.contract.ts';
import { describeSchedules } from './schedules.contract.ts';
import { describeSignals } from './signals.contract.ts';

onEveryStore((name, create) => {
  describeRunnerOn(name, create, [
    describeAsking,
    describePausing,
    describePassingTime,
    describeSchedules,
    describeSignals,
    describeDying,
  ]);
});
