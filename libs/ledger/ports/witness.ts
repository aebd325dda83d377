import { CLOCK } from '#libs/deadlines/clock-fact.js';
import type { Witness } from '#libs/deadlines/clock-port.js';
import type { LedgerStream } from '#libs/model/batch.js';
import type { Ledger } from '../database/ledger.js';

/** What a stream can bear witness to. Whoever runs the stream writes it down, so that the clock of any process knows. */
export interface StreamFacts {
  readonly says: readonly string[];
  /** False: it calls by itself. */
  readonly asked: boolean;
  /** ISO. */
  readonly goLiveAt?: string;
}

export async function describeStream(
  ledger: Ledger,
  stream: LedgerStream,
  { says, asked, goLiveAt }: StreamFacts,
): Promise<void> {
  await ledger.ask(
    `update stream set says = $2::text[], asked = $3, go_live_at = $4, described_at = now() where id = $1`,
    [stream.id, says, asked, goLiveAt ?? null],
  );
}

interface WitnessRow {
  readonly id: number;
  readonly says: readonly string[];
  readonly asked: boolean;
  readonly refusing: boolean;
  readonly backfilled_at: Date | null;
  readonly go_live_at: Date | null;
  readonly read_to: Date | null;
}

/** The streams that the clock waits for: those of `configured`, and those of which any app has given a sign of life within a day. */
export async function witnesses(
  ledger: Ledger,
  now: string,
  configured: readonly string[],
): Promise<readonly Witness[]> {
  const rows = await ledger.ask<WitnessRow>(
    `select s.id, s.says, s.asked, s.backfilled_at, s.go_live_at, h.read_to,
       exists (select 1 from dead_letter l where l.stream_id = s.id and l.state = 'open' and l.key is null) as refusing
     from stream s left join stream_health h on h.stream_id = s.id
     where s.connector <> $1 and (s.connector || '/' || s.name = any($3::text[])
       or greatest(s.described_at, h.updated_at) > $2::timestamptz - interval '1 day')`,
    [CLOCK.connector, now, configured],
  );
  return rows.map((row) => ({
    id: row.id,
    says: row.says,
    asked: row.asked,
    refusing: row.refusing,
    ...moment('backfilledAt', row.backfilled_at),
    ...moment('goLiveAt', row.go_live_at),
    ...moment('readTo', row.read_to),
  }));
}

const moment = <Name extends string>(name: Name, at: Date | null): { [name in Name]?: string } =>
  (at ? { [name]: at.toISOString() } : {}) as { [name in Name]?: string };
