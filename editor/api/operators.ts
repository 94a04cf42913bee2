import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { groupListSchema, groupSchema, type groupBodySchema } from '../../server/contract/groups.ts';
import {
  operatorListSchema,
  operatorSchema,
  type operatorBodySchema,
  type OperatorPatch,
} from '../../server/contract/operators.ts';
import { callApi } from './callApi.ts';

const operators = '/api/operators';
const groups = '/api/groups';

interface Asked {
  readonly page?: number;
  readonly size?: number;
}

/** Who may sign in, and as what. */
export const operatorsQuery = (query: Asked = {}) =>
  queryOptions({
    queryKey: ['operators', 'list', query],
    queryFn: ({ signal }) => callApi({ path: operators, query: { ...query }, answer: operatorListSchema, signal }),
  });

/** A new operator, who can sign in at once. */
export const addOperator = (body: z.input<typeof operatorBodySchema>) =>
  callApi({ method: 'POST', path: operators, body, answer: operatorSchema });

/** Changes an operator; a new password or disabling ends what sessions they have. */
export const changeOperator = ({ name, patch }: { readonly name: string; readonly patch: OperatorPatch }) =>
  callApi({
    method: 'PATCH',
    path: `${operators}/${encodeURIComponent(name)}`,
    body: patch,
    answer: operatorSchema,
  });

/** Groups with who belongs to them. */
export const groupsQuery = (query: Asked = {}) =>
  queryOptions({
    queryKey: ['groups', 'list', query],
    queryFn: ({ signal }) => callApi({ path: groups, query: { ...query }, answer: groupListSchema, signal }),
  });

/** A new group. */
export const addGroup = (body: z.input<typeof groupBodySchema>) =>
  callApi({ method: 'POST', path: groups, body, answer: groupSchema });

/** Says who belongs to a group: all of them. */
export const setMembers = ({ name, members }: { readonly name: string; readonly members: readonly string[] }) =>
  callApi({ method: 'PUT', path: `${groups}/${encodeURIComponent(name)}`, body: { members }, answer: groupSchema });
