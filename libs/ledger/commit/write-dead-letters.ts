import { randomUUID } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import type { JsonObject } from '#libs/model/json.js';
import { misfit } from '#libs/model/schema/validate.js';
import type { Batch, ReadItem } from '#libs/model/batch.js';
import type { TakenBatch } from '#libs/resolution/records/take-batch.js';
import type { NewEvent } from '#libs/resolution/settle/events.js';

export type DeadLetterState = 'open' | 'replayed' | 'given-up';

/** What subscribers of the dead-letter topic see: no key, no record, no value (I10). */
export function deadLetterEvent(letter: {
  readonly id: string;
  readonly version: number;
  readonly connector: string;
  readonly stream: string;
  readonly code: string;
  readonly path: string | undefined;
  readonly state: DeadLetterState;
  readonly at: string;
}): NewEvent {
  const { id, version, connector, stream, code, path, state, at } = letter;
  const value: JsonObject = {
    id,
    version,
    connector,
    stream,
    code,
    ...(path === undefined ? {} : { path }),
    state,
    at,
  };
  const wrong = misfit('dead-letter', value);
  if (wrong) throw new Error(`A dead letter does not fit its schema at '${wrong.path}': ${wrong.message}`);
  return { topic: 'dead-letter', key: id, version, changes: [], value: JSON.stringify(value) };
}

/** The dead letters of a batch: those that are new, and those that a replay closes. Gives an event for each, closed ones first. */
export async function writeDeadLettersOf(
  runner: QueryRunner,
  batch: Batch,
  { outcomes, deadLetters }: Pick<TakenBatch, 'outcomes' | 'deadLetters'>,
): Promise<readonly NewEvent[]> {
  if (!batch.replayOf) return writeDeadLetters(runner, batch, deadLetters);
  // a replay that is refused again leaves its dead letter open
  const replayed = batch.replayOf.filter((_, index) => outcomes[index] !== 'dead-letter');
  return closeDeadLetters(runner, replayed, 'replayed', batch.at);
}

/**
 * Stores what could not be applied, with its raw record for replay. The same bytes refused for the same reason again while the
 * first is open are one dead letter, seen twice. Gives an event for each new one.
 */
async function writeDeadLetters(
  runner: QueryRunner,
  batch: Batch,
  letters: readonly ReadItem[],
): Promise<readonly NewEvent[]> {
  const values = new Map<string, JsonObject>();
  for (const { mapped, hash, raw, position } of letters) {
    if (mapped.outcome !== 'dead-letter') continue;
    values.set(`${hash} ${mapped.code}`, {
      id: randomUUID(),
      key: storable(mapped.key) ?? null,
      position: storable(position) ?? '',
      code: mapped.code,
      path: storable(mapped.path) ?? null,
      message: mapped.message.toWellFormed(),
      raw: Buffer.from(raw).toString('base64'),
      hash,
    });
  }
  if (values.size === 0) return [];
  const inserted = (await runner.query(
    `insert into dead_letter (id, stream_id, key, position, code, path, message, raw, hash, state, version, seen, first_at, last_at)
     select id, $2, key, position, code, path, message, decode(raw, 'base64'), decode(hash, 'hex'), 'open', 1, 1, $3, $3
     from json_to_recordset($1::json) as it(id uuid, key text, position text, code text, path text, message text, raw text, hash text)
     on conflict (stream_id, hash, code) where state = 'open'
     do update set seen = dead_letter.seen + 1, last_at = excluded.last_at
     returning id, code, path, (xmax = 0) as fresh`,
    [JSON.stringify([...values.values()]), batch.stream.id, batch.at],
  )) as readonly {
    readonly id: string;
    readonly code: string;
    readonly path: string | null;
    readonly fresh: boolean;
  }[];
  return inserted
    .filter((it) => it.fresh)
    .map(({ id, code, path }) =>
      deadLetterEvent({
        id,
        version: 1,
        connector: batch.stream.connector,
        stream: batch.stream.name,
        code,
        path: path ?? undefined,
        state: 'open',
        at: batch.at,
      }),
    );
}

/** Text that PostgreSQL takes: without U+0000, lone surrogates replaced. */
const storable = (text: string | undefined): string | undefined =>
  text?.toWellFormed().replaceAll('\0', '\uFFFD');

/** Closes dead letters whose records have been replayed or given up. Gives an event for each that was open. */
export async function closeDeadLetters(
  runner: QueryRunner,
  ids: readonly string[],
  state: DeadLetterState,
  at: string,
): Promise<readonly NewEvent[]> {
  if (ids.length === 0) return [];
  const [closed] = (await runner.query(
    `update dead_letter d set state = $2, version = d.version + 1, last_at = $3 from stream s
     where d.id = any($1::uuid[]) and d.state = 'open' and s.id = d.stream_id
     returning d.id, d.version, d.code, d.path, s.connector, s.name as stream`,
    [ids, state, at],
  )) as readonly [
    readonly {
      readonly id: string;
      readonly version: number;
      readonly code: string;
      readonly path: string | null;
      readonly connector: string;
      readonly stream: string;
    }[],
    number,
  ];
  return closed.map((it) => deadLetterEvent({ ...it, path: it.path ?? undefined, state, at }));
}
