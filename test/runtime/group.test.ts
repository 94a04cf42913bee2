import { onEveryStore } from '../support/runnerStores.ts';
import { describeGroups } from './group.contract.ts';

onEveryStore(describeGroups);
