const key = 'signalbox.signedIn';

/**
 * Remembers in this browser that somebody is signed in: the session's cookie is hidden from scripts, and asking the
 * server for a session that nobody has is an error on the browser's console.
 */
export function markSignedIn(signedIn: boolean): void {
  if (signedIn) localStorage.setItem(key, '1');
  else localStorage.removeItem(key);
}

/** Whether a session may exist; the server has the last word. */
export const mayBeSignedIn = (): boolean => localStorage.getItem(key) !== null;
