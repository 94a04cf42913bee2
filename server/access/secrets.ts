import { createHash, randomBytes } from 'node:crypto';

/** A secret that nobody can guess: 256 bits. */
export const makeSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret: whoever reads the database cannot sign in with it. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
