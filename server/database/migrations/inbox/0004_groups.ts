import type { Knex } from 'knex';

/** Groups of operators: who is told and asked together. The supervisors are there from the start, with `admin`. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_operator_group', (table) => {
    table.text('name').primary();
    table.text('created_at').notNullable();
  });
  await knex.schema.createTable('sb_operator_group_member', (table) => {
    table.text('group_name').notNullable().references('name').inTable('sb_operator_group').onDelete('CASCADE');
    table.text('operator').notNullable().references('name').inTable('sb_operator').onDelete('CASCADE').index();
    table.primary(['group_name', 'operator']);
  });
  const supervisors = 'workflowSupervisors';
  await knex('sb_operator_group').insert({ name: supervisors, created_at: new Date().toISOString() });
  // A new installation has no operator yet: its first one becomes a member when it is made.
  const admins: unknown[] = await knex('sb_operator').where({ name: 'admin' }).pluck('name');
  for (const operator of admins) await knex('sb_operator_group_member').insert({ group_name: supervisors, operator });
}
