import { queryOptions } from '@tanstack/react-query';
import type { DefinitionInput } from '../../engine/model/definition.ts';
import { instanceSummarySchema } from '../../server/contract/instances.ts';
import { versionDiffSchema } from '../../server/contract/definitionDiff.ts';
import { requestSchema } from '../../server/contract/requests.ts';
import {
  draftSchema,
  firingsSchema,
  publishedSchema,
  versionListSchema,
  versionSchema,
  workflowDetailSchema,
  workflowListSchema,
  type Draft,
  type Published,
  type WorkflowQuery,
} from '../../server/contract/workflows.ts';
import { z } from 'zod';
import { callApi } from './callApi.ts';

const pathOf = (name: string, rest = ''): string => `/api/workflows/${encodeURIComponent(name)}${rest}`;

/** The workflows of a list. */
export const workflowsQuery = (query: Partial<WorkflowQuery> = {}) =>
  queryOptions({
    queryKey: ['workflows', 'list', query],
    queryFn: ({ signal }) =>
      callApi({ path: '/api/workflows', query: { size: 500, ...query }, answer: workflowListSchema, signal }),
  });

/** One workflow with its newest definition. */
export const workflowQuery = (name: string) =>
  queryOptions({
    queryKey: ['workflows', 'one', name],
    queryFn: ({ signal }) => callApi({ path: pathOf(name), answer: workflowDetailSchema, signal }),
  });

/** The draft that is being edited. Once it is on the canvas, the document is the truth: it is not fetched behind it. */
export const draftQuery = (name: string) =>
  queryOptions({
    queryKey: ['workflows', 'draft', name],
    queryFn: ({ signal }) => callApi({ path: pathOf(name, '/draft'), answer: draftSchema, signal }),
    staleTime: Infinity,
    gcTime: 0,
  });

/** The published versions, newest first. */
export const versionsQuery = (name: string) =>
  queryOptions({
    queryKey: ['workflows', 'versions', name],
    queryFn: ({ signal }) =>
      callApi({ path: pathOf(name, '/versions'), query: { size: 100 }, answer: versionListSchema, signal }),
  });

/** One version; it never changes. */
export const versionQuery = (name: string, version: number) =>
  queryOptions({
    queryKey: ['workflows', 'version', name, version],
    queryFn: ({ signal }) => callApi({ path: pathOf(name, `/versions/${version}`), answer: versionSchema, signal }),
    staleTime: Infinity,
  });

/** What differs between two versions; of two that are published the answer never changes. */
export const diffQuery = (name: string, from: number, to: number | 'draft') =>
  queryOptions({
    queryKey: ['workflows', 'diff', name, from, to],
    queryFn: ({ signal }) =>
      callApi({ path: pathOf(name, '/diff'), query: { from, to }, answer: versionDiffSchema, signal }),
    ...(to === 'draft' ? { gcTime: 0 } : { staleTime: Infinity }),
  });

/** What will fire next. */
export const firingsQuery = (name: string) =>
  queryOptions({
    queryKey: ['workflows', 'firings', name],
    queryFn: ({ signal }) =>
      callApi({ path: pathOf(name, '/firings'), query: { next: 5 }, answer: firingsSchema, signal }),
  });

interface DraftChange {
  readonly name: string;
  readonly definition: unknown;
  readonly baseVersion: number;
  readonly revision: number;
}

/**
 * Saves what is drawn, if nobody saved first.
 * @returns the draft with its problems
 */
export function saveDraft({ name, definition, baseVersion, revision }: DraftChange): Promise<Draft> {
  const body = { definition, baseVersion };
  return callApi({ method: 'PUT', path: pathOf(name, '/draft'), body, revision, answer: draftSchema });
}

/**
 * Makes the draft a version.
 * @returns the version, and where the draft stands now
 */
export function publishDraft(name: string, note: string): Promise<Published> {
  return callApi({ method: 'POST', path: pathOf(name, '/publish'), body: { note }, answer: publishedSchema });
}

/**
 * Begins a workflow that was never published: a draft under a new name.
 * @returns the draft
 */
export function createDraft(name: string, definition: DefinitionInput): Promise<Draft> {
  return callApi({ method: 'PUT', path: pathOf(name, '/draft'), body: { definition }, answer: draftSchema });
}

/** A busy worker has not begun the instance yet: then the answer is the request, which names the instance that will be. */
const begunSchema = z.union([
  instanceSummarySchema.transform(({ id }) => id),
  requestSchema.extend({ instance: z.string() }).transform(({ instance }) => instance),
]);

/**
 * Runs a workflow now.
 * @returns the id of the new instance
 */
export function runNow(name: string, input: InstanceInput = {}): Promise<string> {
  return callApi({ method: 'POST', path: pathOf(name, '/instances'), body: { input }, answer: begunSchema });
}

type InstanceInput = Readonly<Record<string, z.infer<ReturnType<typeof z.json>>>>;
