import { LEASE_SECONDS } from '#libs/model/ledger-port.js';
import type { Ledger } from '../database/ledger.js';

/**
 * Takes or renews a lease for LEASE_SECONDS by the database's clock; false: another holder has it. Any number of processes may ask at once.
 * Throws TransientError. A lease only saves work: correctness rests on the compare-and-set of the checkpoint (I2) and on Kafka's fencing,
 * for a holder may sleep past its lease.
 */
export async function holdLease(ledger: Ledger, name: string, holder: string): Promise<boolean> {
  const rows = await ledger.ask(
    `insert into lease as l (name, holder, until) values ($1, $2, clock_timestamp() + make_interval(secs => $3))
     on conflict (name) do update set holder = excluded.holder, until = excluded.until
     where l.holder = excluded.holder or l.until < clock_timestamp()
     returning name`,
    [name, holder, LEASE_SECONDS],
  );
  return rows.length > 0;
}

/** Gives it back where `holder` has it; what another holds stays. Throws TransientError. */
export async function giveBackLease(ledger: Ledger, name: string, holder: string): Promise<void> {
  await ledger.ask('delete from lease where name = $1 and holder = $2', [name, holder]);
}
