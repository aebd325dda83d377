import type { QueryRunner } from 'typeorm';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { ChangeKind } from '#libs/model/kinds.js';
import type { NewEvent } from '#libs/resolution/settle/events.js';
import type { Settled } from '#libs/resolution/settle/settle.js';

const WORDS: Readonly<Record<string, ChangeKind>> = { near: 'deadline-near', missed: 'deadline-missed' };

/**
 * Gives the events without the bells (`deadline-near`, `deadline-missed`) that have rung before. Entities merge, split, go and come back,
 * and their deadlines with them: a bell that rang under one id does not ring again under another. A bell that history keeps quiet counts
 * as rung.
 */
export async function ringOnce(
  runner: QueryRunner,
  settled: Settled,
  events: readonly NewEvent[],
): Promise<readonly NewEvent[]> {
  await inheritBells(runner, settled);
  const fresh = await noteBells(runner, settled);
  return events.map((event) => {
    const changes = event.changes.filter(
      (it) => !Object.values(WORDS).includes(it) || fresh.has(`${event.key} ${it}`),
    );
    return changes.length === event.changes.length
      ? event
      : { ...event, changes: changes.length === 0 ? ['amended'] : changes };
  });
}

/** An entity inherits the bells of the entity that one of its contributions belonged to before. */
async function inheritBells(runner: QueryRunner, { contributions }: Settled): Promise<void> {
  const moves = new Map(
    contributions.flatMap(({ former, entity }) =>
      former && former.entity !== entity
        ? [[`${former.entity} ${entity}`, { before: former.entity, now: entity }]]
        : [],
    ),
  );
  if (moves.size === 0) return;
  await runner.query(
    `insert into rung (entity_id, ref, due_at, word)
     select distinct it.now, r.ref, r.due_at, r.word
     from json_to_recordset($1::json) as it(before uuid, now uuid) join rung r on r.entity_id = it.before
     on conflict do nothing`,
    [JSON.stringify([...moves.values()])],
  );
}

/** Notes the bells of these documents, and gives those that had not rung yet, as `entity word`. */
async function noteBells(runner: QueryRunner, { documents }: Settled): Promise<ReadonlySet<string>> {
  const ringing = [...documents].flatMap(([id, { document }]) =>
    deadlines(document.main).flatMap(({ ref, state, dueAt, quiet }) =>
      WORDS[String(state)] && isObject(dueAt) && quiet !== true
        ? [{ entity_id: id, ref, due_at: dueAt['at'], word: state }]
        : [],
    ),
  );
  if (ringing.length === 0) return new Set();
  const fresh = (await runner.query(
    `insert into rung (entity_id, ref, due_at, word)
     select entity_id, ref, due_at, word
     from json_to_recordset($1::json) as it(entity_id uuid, ref text, due_at timestamptz, word text)
     on conflict do nothing returning entity_id, word`,
    [JSON.stringify(ringing)],
  )) as readonly { readonly entity_id: string; readonly word: string }[];
  return new Set(fresh.map((it) => `${it.entity_id} ${WORDS[it.word]}`));
}

const deadlines = (main: JsonObject): readonly JsonObject[] => {
  const all = main['deadlines'];
  return Array.isArray(all) ? (all as readonly JsonValue[]).filter(isObject) : [];
};
