import { parseCookie, stringifySetCookie } from 'cookie';
import type { Credential } from './access.ts';

const cookieName = 'signalbox_session';
/** The server ends a session earlier; the cookie only has to live as long as the longest. */
const maxAgeSeconds = 7 * 86_400;

/** The credential that headers show: a token wins over a cookie. */
export function credentialOf(headers: {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}): Credential | undefined {
  const token = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token !== undefined) return { token };
  const session = parseCookie(headers.cookie ?? '')[cookieName];
  return session === undefined || session === '' ? undefined : { session };
}

/** The header that begins a session in the browser (`secret`), or ends it (null). */
export const sessionCookie = (secret: string | null, isSecure: boolean): string =>
  stringifySetCookie({
    name: cookieName,
    value: secret ?? '',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    path: '/',
    maxAge: secret === null ? 0 : maxAgeSeconds,
  });
