import { queryOptions } from '@tanstack/react-query';
import { packageListSchema, packageSchema, removalSchema, type Package } from '../../server/contract/packages.ts';
import { callApi } from './callApi.ts';

const path = '/api/packages';
/** A release ships few: they come at once. */
const allOfThem = 500;

const addressOf = (name: string, what: 'install' | 'remove'): string => `${path}/${encodeURIComponent(name)}/${what}`;

/** What becomes of the rows of a package that is removed. */
export type DataChoice = 'keep' | 'drop';

/** The packages of this release, installed or not. */
export const packagesQuery = () =>
  queryOptions({
    queryKey: ['packages', 'list'],
    queryFn: ({ signal }) => callApi({ path, query: { size: allOfThem }, answer: packageListSchema, signal }),
  });

/** What would go with a package: looked at anew each time, for removing takes the confirmation of what was read. */
export const removalQuery = (name: string, data: DataChoice) =>
  queryOptions({
    queryKey: ['packages', 'removal', name, data],
    queryFn: ({ signal }) =>
      callApi({
        method: 'POST',
        path: addressOf(name, 'remove'),
        body: { dryRun: true, data },
        answer: removalSchema,
        signal,
      }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

interface Removing {
  readonly name: string;
  readonly data: DataChoice;
  readonly confirmation: string;
}

/** Removes a package, as the dry run has told it. */
export const removePackage = ({ name, data, confirmation }: Removing): Promise<Package> =>
  callApi({
    method: 'POST',
    path: addressOf(name, 'remove'),
    body: { dryRun: false, data, confirmation },
    answer: packageSchema,
  });

/** Installs a package; its workflows are published and started. */
export const installPackage = ({ name, demo }: { readonly name: string; readonly demo: boolean }): Promise<Package> =>
  callApi({ method: 'POST', path: addressOf(name, 'install'), body: { demo }, answer: packageSchema });
