import { sqlOrderSchema } from './contract/designing.ts';
import { workerSettingsSchema } from './processes/workerSettings.ts';
import { trySql } from './stores/web/trySql.ts';

const database = workerSettingsSchema.shape.database.parse(JSON.parse(process.argv[2] ?? '{}'));

// Web has gone, and with it whoever asked.
process.once('disconnect', () => process.exit(0));
process.once('message', (message) => {
  void trySql(database, process.env['DATABASE_URL'] ?? '', sqlOrderSchema.parse(message)).then((answer) =>
    process.send?.({ answer }),
  );
});
process.send?.('ready');
