/** What is done to the tables of a package while no worker lives. */
export type PackageChange =
  | { readonly what: 'install'; readonly name: string; readonly demo: boolean }
  | { readonly what: 'remove'; readonly name: string; readonly data: 'keep' | 'drop' };

/** What is noted of a package that was installed at some time. */
export interface PackageState {
  readonly name: string;
  readonly version: string;
  readonly status: 'installed' | 'removed';
  readonly dataKept: boolean;
  readonly installs: number;
  readonly installedAt: string;
}
