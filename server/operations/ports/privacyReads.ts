import type { PrivacyQuery, PrivacyRequest } from '../../contract/privacy.ts';
import type { Page, Range } from './inbox.ts';

/** What was collected of a person for a request. */
export interface PrivacyFile {
  readonly id: string;
  readonly name: string;
  /** XML without a root, table by table. */
  readonly parts: readonly string[];
}

/** What web reads of the package of privacy requests; none, or undefined, where it is not installed. */
export interface PrivacyReads {
  privacyRequests: (filter: Omit<PrivacyQuery, 'page' | 'size'>, range: Range) => Promise<Page<PrivacyRequest>>;
  privacyRequest: (id: string) => Promise<PrivacyRequest | undefined>;
  /** The number of a namespace. */
  privacyNamespace: (name: string) => Promise<number | undefined>;
  /** By the secret part of its address; undefined when it is gone, or not complete yet. */
  privacyFile: (token: string) => Promise<PrivacyFile | undefined>;
}
