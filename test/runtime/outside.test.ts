import { onEveryStore } from '../support/runnerStores.ts';
import { describeOutside } from './outside.contract.ts';

onEveryStore(describeOutside);
