import type { Knex } from 'knex';

/** Instances that tasks of others begin: whose they are, and for which items. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sb_instance', (table) => {
    // The instance whose task began this one.
    table.text('parent').index();
  });
  await knex.schema.createTable('sb_child', (table) => {
    table.text('task').notNullable();
    table.integer('item').notNullable();
    table.text('instance').notNullable().index();
    table.text('value');
    table.text('child');
    // What is to be done about the child, or that it has ended; null: nothing.
    table.text('matter').index();
    table.primary(['task', 'item']);
  });
}
