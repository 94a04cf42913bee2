import type { Knex } from 'knex';
import { dialectOf } from '../../dialect.ts';

/**
 * The audit trail is only added to: the database refuses to change a line, and to remove one unless a purge of all that is
 * older was noted before. This guards against programs and hasty hands, not against who owns the database.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_audit_purge', (table) => {
    table.increments('id');
    // Lines from before this instant may go.
    table.text('before').notNullable().index();
  });
  await knex.schema.alterTable('sb_audit', (table) => {
    for (const column of ['by', 'action', 'subject']) table.index([column, 'id'], `sb_audit_${column}`);
  });
  for (const statement of dialectOf(knex) === 'postgres' ? onPostgres : onSqlite) await knex.raw(statement);
}

const unchanged = 'lines of the audit trail are not changed';
const kept = 'lines of the audit trail are not removed, but by a purge of all that is older';

const onSqlite = [
  `CREATE TRIGGER sb_audit_unchanged BEFORE UPDATE ON sb_audit BEGIN SELECT RAISE(ABORT, '${unchanged}'); END`,
  `CREATE TRIGGER sb_audit_kept BEFORE DELETE ON sb_audit
   WHEN NOT EXISTS (SELECT 1 FROM sb_audit_purge WHERE "before" > OLD.at)
   BEGIN SELECT RAISE(ABORT, '${kept}'); END`,
];

const onPostgres = [
  `CREATE FUNCTION sb_audit_unchanged() RETURNS trigger LANGUAGE plpgsql AS
   $$ BEGIN RAISE EXCEPTION '${unchanged}'; END $$`,
  // As far as the function sees: the session may have set another path.
  `CREATE FUNCTION sb_audit_kept() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
   $$ BEGIN
     IF TG_OP = 'TRUNCATE' OR NOT EXISTS (SELECT 1 FROM sb_audit_purge WHERE "before" > OLD.at) THEN
       RAISE EXCEPTION '${kept}';
     END IF;
     RETURN OLD;
   END $$`,
  `CREATE TRIGGER sb_audit_unchanged BEFORE UPDATE ON sb_audit FOR EACH ROW EXECUTE FUNCTION sb_audit_unchanged()`,
  `CREATE TRIGGER sb_audit_kept BEFORE DELETE ON sb_audit FOR EACH ROW EXECUTE FUNCTION sb_audit_kept()`,
  `CREATE TRIGGER sb_audit_whole BEFORE TRUNCATE ON sb_audit FOR EACH STATEMENT EXECUTE FUNCTION sb_audit_kept()`,
];
