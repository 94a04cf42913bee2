import { onEveryStore } from '../support/runnerStores.ts';
import { describeRunner } from './runner.contract.ts';

onEveryStore(describeRunner);
