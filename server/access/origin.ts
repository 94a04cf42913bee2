/** Where a call says that it comes from, and where it arrived. */
export interface CallOrigin {
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`: what a browser says of a call that has no `Origin`. */
  readonly fetchSite: string | undefined;
  readonly host: string | undefined;
  /** The address that people use where a proxy changes the host. */
  readonly publicUrl: string | undefined;
}

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).host : undefined);

/**
 * Whether a call that a cookie signs in comes from our own pages: a strange page must not act as who is signed in.
 * Programs say nothing of where they come from; they hold no browser's cookie.
 */
export function isOwnOrigin({ origin, fetchSite, host, publicUrl }: CallOrigin): boolean {
  if (origin === undefined) return fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
  const from = hostOf(origin);
  if (from === undefined) return false;
  return from === host || (publicUrl !== undefined && from === hostOf(publicUrl));
}
