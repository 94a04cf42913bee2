import type { NameUse } from '../activity/kind.ts';

/** What lies outside of a definition and decides about it; what is left out is not judged. */
export interface ValidationContext {
  /** The options of the installed packages. */
  readonly options?: ReadonlySet<string>;
  /** The operator groups. */
  readonly groups?: ReadonlySet<string>;
  /** What kinds name beyond the definition, by what it is. */
  readonly names?: Readonly<Partial<Record<NameUse['what'], ReadonlySet<string>>>>;
}
