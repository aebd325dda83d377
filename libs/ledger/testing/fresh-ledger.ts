import { freshDatabase } from '#libs/local/testing/services.js';
import { Ledger } from '../database/ledger.js';

/** A ledger of its own for one spec file. */
export interface FreshLedger {
  readonly ledger: Ledger;
  readonly url: string;
  /** As it was founded. */
  empty(): Promise<void>;
  drop(): Promise<void>;
}

export async function freshLedger(): Promise<FreshLedger> {
  const database = await freshDatabase();
  const ledger = await Ledger.open({
    url: database.url,
    prefix: 'spec',
    applicationName: 'spec',
    poolSize: 3,
  });
  return {
    ledger,
    url: database.url,
    empty: async () => {
      await ledger.ask(
        `truncate deadline, clock, relink, rung, rule_use, batch, delivery, dead_letter, outbox, link, held, contribution, record, reference, entity, stream_health, stream
         restart identity`,
      );
      await ledger.ask('update ledger set last_number = 0, arrivals = 0');
    },
    drop: async () => {
      await ledger.close();
      await database.drop();
    },
  };
}
