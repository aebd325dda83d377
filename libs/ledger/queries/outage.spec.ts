import { freshDatabase } from '#libs/local/testing/services.js';
import { Ledger } from '../database/ledger.js';
import { entitiesOf } from './order-file.js';
import { findDeadLetter, listDeadLetters } from './stored-dead-letters.js';
import { syncHealth } from './sync-health.js';
import { findEntities, traceEntity } from './trace.js';

const ID = '00000000-0000-4000-8000-000000000000';

test('a ledger that has gone away is an outage to whoever asks it, and no bug', async () => {
  const database = await freshDatabase();
  const ledger = await Ledger.open({ url: database.url, prefix: 'spec', applicationName: 'spec' });
  try {
    await database.drop();
    const asked: readonly (() => Promise<unknown>)[] = [
      () => listDeadLetters(ledger, {}),
      () => findDeadLetter(ledger, ID),
      () => findEntities(ledger, ID),
      () => traceEntity(ledger, ID),
      () => entitiesOf(ledger, 'request', [ID]),
      () => syncHealth(ledger, new Date()),
    ];
    for (const ask of asked)
      await expect(ask()).rejects.toMatchObject({ name: 'TransientError', code: 'ledger-unreachable' });
  } finally {
    await ledger.close();
  }
});
