import type { Knex } from 'knex';
import { idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

/** Forums; their messages are neither edited nor deleted. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_newsgroup', (table) => {
    idColumn(table, 'newsgroup_id');
    table.text('label').notNullable();
    // plan, program, campaign, resource, simulation, stock, operator; and its number there.
    table.text('subject').notNullable();
    pointsTo(table, 'subject_id').notNullable();
    table.unique(['subject', 'subject_id'], { indexName: 'nms_newsgroup_subject' });
  });
  await knex.schema.createTable('nms_newsgroup_follower', (table) => {
    idColumn(table, 'newsgroup_follower_id');
    ownedBy(table, 'newsgroup_id', 'nms_newsgroup').notNullable();
    ownedBy(table, 'operator_id', 'xtk_operator').notNullable();
    table.unique(['newsgroup_id', 'operator_id'], { indexName: 'nms_newsgroup_follower_pair' });
    table.index(['operator_id'], 'nms_newsgroup_follower_operator');
  });
  await knex.schema.createTable('nms_newsgroup_msg', (table) => {
    idColumn(table, 'newsgroup_msg_id');
    ownedBy(table, 'newsgroup_id', 'nms_newsgroup').notNullable();
    // The message that it answers.
    ownedBy(table, 'parent_id', 'nms_newsgroup_msg');
    ownedBy(table, 'author_id', 'xtk_operator').notNullable();
    table.text('subject').notNullable();
    table.text('body').notNullable();
    // One at most: its name, and its content in base64.
    table.text('attachment_name');
    table.text('attachment');
    // Told of this message alone.
    ownedBy(table, 'to_operator_id', 'xtk_operator');
    ownedBy(table, 'to_group_id', 'xtk_operator_group');
    instantColumn(table, 'posted_at').notNullable();
    instantColumn(table, 'notified_at');
    table.index(['newsgroup_id', 'posted_at'], 'nms_newsgroup_msg_forum');
    table.index(['parent_id'], 'nms_newsgroup_msg_parent');
    table.index(['notified_at'], 'nms_newsgroup_msg_notified');
  });
}
