import type { Knex } from 'knex';
import type { GroupStore } from '../../operations/ports/inbox.ts';
import type { Group } from '../../contract/groups.ts';

interface GroupRow {
  name: string;
  created_at: string;
}
interface MemberRow {
  group_name: string;
  operator: string;
}

export function createGroupStore(knex: Knex): GroupStore {
  const groups = () => knex<GroupRow>('sb_operator_group');
  const members = () => knex<MemberRow>('sb_operator_group_member');
  const withMembers = (row: GroupRow, rows: readonly MemberRow[]): Group => ({
    name: row.name,
    members: rows.filter(({ group_name: group }) => group === row.name).map(({ operator }) => operator),
    createdAt: row.created_at,
  });
  return {
    find: async (name) => {
      const row = await groups().where({ name }).first();
      return row && withMembers(row, await members().where({ group_name: name }).orderBy('operator'));
    },
    list: async () => {
      const rows = await members().orderBy('operator');
      return (await groups().orderBy('name')).map((row) => withMembers(row, rows));
    },
    add: async ({ name, createdAt }) => {
      await groups().insert({ name, created_at: createdAt });
    },
    setMembers: async (name, operators) => {
      await members().where({ group_name: name }).delete();
      const rows = [...new Set(operators)].map((operator) => ({ group_name: name, operator }));
      if (rows.length > 0) await members().insert(rows);
    },
    groupsOf: async (operator) =>
      (await members().where({ operator }).orderBy('group_name')).map(({ group_name: group }) => group),
  };
}
