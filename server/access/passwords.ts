import { hash, verify } from '@node-rs/argon2';

/** Hashes and checks passwords. */
export interface Passwords {
  readonly hash: (password: string) => Promise<string>;
  /** Takes the same time whether there is a hash to compare with or not, so that names cannot be guessed. */
  readonly verify: (hashed: string | undefined, password: string) => Promise<boolean>;
}

/** argon2id with 19 MiB and two passes (OWASP's recommendation); its own default algorithm. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function createPasswords(): Passwords {
  const nobodys = hash('nobody has this password', cost);
  return {
    hash: (password) => hash(password, cost),
    verify: async (hashed, password) => {
      const matches = await verify(hashed ?? (await nobodys), password);
      return matches && hashed !== undefined;
    },
  };
}
