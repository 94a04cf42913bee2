import { benchLongStatement } from './longStatement.ts';

await benchLongStatement();
