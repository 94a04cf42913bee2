import { isConnectionLoss } from './postgresClient.ts';

/** Why a database does nothing now, whatever it is asked: it cannot store more, or it cannot be reached. */
export type Outage = 'no-room' | 'away';

const noRoom = /^(SQLITE_(FULL|IOERR|READONLY)|53[12]00|ENOSPC|EDQUOT|EIO|EROFS)/;
const away = /^(SQLITE_(BUSY|LOCKED|CANTOPEN)|53[34]00|57P0|58)/;

/** PostgreSQL's code for it is that of many things. */
const closed = 'is not currently accepting connections';

/** Undefined where it is something else that went wrong. */
export function outageOf(error: unknown): Outage | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (noRoom.test(code)) return 'no-room';
  const isAway = away.test(code) || error.name === 'KnexTimeoutError' || error.message.includes(closed);
  return isAway || isConnectionLoss(error) ? 'away' : undefined;
}
