import type { QueryRunner } from 'typeorm';
import type { JsonObject } from '#libs/model/json.js';
import { deadLetterEvent, type DeadLetterState } from '../commit/write-dead-letters.js';
import { rows } from '../commit/rows.js';
import { makePartitions, writeOutbox } from '../commit/write-outbox.js';
import type { Ledger } from '../database/ledger.js';
import type { DifferentEntity, Differences } from './compare.js';

/** The marker that Kafka holds of this ledger. */
export interface MarkerPlace {
  readonly epoch: number;
  readonly last: number;
}

export interface Adopted {
  /** The epoch that the ledger is in now. */
  readonly epoch: number;
  /** Entities that are folded again, and published anew where they say other things than Kafka holds. */
  readonly queued: number;
}

const CHUNK = 500;

/**
 * Makes the ledger go on from what Kafka holds, in one transaction. Where the two differ, the ledger takes over Kafka's documents and versions,
 * so that the next version of an entity is the one after the newest that any subscriber has seen; then its entities wait in `relink` to be folded
 * from their contributions again, which publishes what the ledger holds. Entities that Kafka alone knows are kept as they were published, until
 * their system speaks of them. The outbox is emptied: what it held was never published, or was published otherwise. The epoch is raised.
 *
 * The caller holds the relay's lease and has fenced every relay: nothing may be published meanwhile. Throws TransientError; nothing has happened
 * then.
 */
export async function adopt(
  ledger: Ledger,
  marker: MarkerPlace,
  { different, unknown, letters }: Differences,
  at: string,
  traceparent: string,
): Promise<Adopted> {
  return ledger.transaction(async (runner) => {
    const [row] = (await runner.query('select epoch, last_number from ledger for update')) as readonly {
      readonly epoch: number;
      readonly last_number: string;
    }[];
    const epoch = Math.max(Number(row?.epoch), marker.epoch) + 1;
    const base = Math.max(Number(row?.last_number), marker.last);
    for (const some of chunks(different)) await takeOver(runner, some, at);
    for (const some of chunks(unknown)) await keepAsPublished(runner, some, at);
    for (const some of chunks(different))
      await runner.query(
        `insert into relink (entity_id, since, origin) select unnest($1::uuid[]), $2, 'backfill'
         on conflict (entity_id) do update set refused = null`,
        [some.map(({ id }) => id), at],
      );
    await runner.query('truncate outbox');
    await makePartitions(runner, base + 1, base + 1);
    const events = await letterEvents(runner, letters, at);
    const about = { origin: 'backfill', at, traceparent } as const;
    const last = await writeOutbox(runner, about, events, base, ledger.source);
    await runner.query(
      `update ledger set last_number = $1, epoch = $2, recovered_epoch = $3, recovered_last = $4, recovered_base = $5`,
      [last, epoch, marker.epoch, marker.last, base],
    );
    await runner.query('update relay_progress set relayed = $1, state = null, updated_at = now()', [base]);
    return { epoch, queued: different.length };
  });
}

function* chunks<Item>(all: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < all.length; from += CHUNK) yield all.slice(from, from + CHUNK);
}

/** A document that Kafka does not hold was never published: its next version is the first. */
async function takeOver(
  runner: QueryRunner,
  entities: readonly DifferentEntity[],
  at: string,
): Promise<void> {
  const values = entities.map(({ id, main, personal }) => ({
    id,
    version: main?.version ?? 0,
    main: main?.document ?? null,
    personal_version: personal?.version ?? 0,
    personal: personal?.document ?? null,
  }));
  await runner.query(
    `update entity e set version = it.version, personal_version = it.personal_version, changed_at = $2,
       main = coalesce(it.main, e.main), personal = it.personal, state = coalesce(it.main ->> 'state', e.state)
     from json_to_recordset($1::json) as it(id uuid, version int, personal_version int, main jsonb, personal jsonb)
     where e.id = it.id`,
    [...rows(values), at],
  );
}

async function keepAsPublished(
  runner: QueryRunner,
  entities: readonly DifferentEntity[],
  at: string,
): Promise<void> {
  const values = entities.flatMap(({ id, main, personal }) => {
    if (!main) return []; // a personal document never comes without the other
    const document: JsonObject = main.document;
    return [
      {
        id,
        kind: document['kind'],
        state: document['state'],
        version: main.version,
        personal_version: personal?.version ?? 0,
        main: document,
        personal: personal?.document ?? null,
      },
    ];
  });
  await runner.query(
    `insert into entity (id, kind, state, version, personal_version, main, personal, changed_at)
     select id, kind, state, version, personal_version, main, personal, $2
     from json_to_recordset($1::json) as it(id uuid, kind text, state text, version int, personal_version int, main jsonb, personal jsonb)`,
    [...rows(values), at],
  );
}

/** Dead letters count on from Kafka's version; what Kafka does not know of them is told again. */
async function letterEvents(
  runner: QueryRunner,
  published: ReadonlyMap<string, number>,
  at: string,
): Promise<readonly ReturnType<typeof deadLetterEvent>[]> {
  const letters = (await runner.query(
    `select d.id, d.version, d.code, d.path, d.state, s.connector, s.name as stream
     from dead_letter d join stream s on s.id = d.stream_id order by d.first_at, d.id`,
  )) as readonly {
    readonly id: string;
    readonly version: number;
    readonly code: string;
    readonly path: string | null;
    readonly state: DeadLetterState;
    readonly connector: string;
    readonly stream: string;
  }[];
  const behind = letters.filter(({ id, version }) => published.get(id) !== version);
  const events = behind.map(({ path, ...letter }) =>
    deadLetterEvent({
      ...letter,
      version: (published.get(letter.id) ?? 0) + 1,
      path: path ?? undefined,
      at,
    }),
  );
  await runner.query(
    `update dead_letter d set version = it.version
     from json_to_recordset($1::json) as it(id uuid, version int) where d.id = it.id`,
    rows(events.map(({ key, version }) => ({ id: key, version }))),
  );
  return events;
}
