import { onEveryStore } from '../support/runnerStores.ts';
import { describeChildren } from './children.contract.ts';

onEveryStore(describeChildren);
