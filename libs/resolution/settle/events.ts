import { DataRefused } from '#libs/model/batch.js';
import { changesOf } from '../changes/changes.js';
import { sameContent } from '../fold/document.js';
import type { JsonObject } from '#libs/model/json.js';
import type { ChangeKind, EntityKind, Origin } from '#libs/model/kinds.js';
import type { TopicWord } from '#libs/model/topics.js';
import { misfit } from '#libs/model/schema/validate.js';
import type { Settled } from './settle.js';
import type { StoredEntity } from './reads.js';

/** An event without its number. */
export interface NewEvent {
  readonly topic: TopicWord;
  readonly key: string;
  readonly version: number;
  readonly changes: readonly ChangeKind[];
  readonly value: string;
}

export interface EntityChanges {
  readonly rows: readonly StoredEntity[];
  readonly events: readonly NewEvent[];
}

/** Largest value of an event, in bytes; the topics take four times as much in one batch of a partition. */
export const LARGEST_EVENT = 1024 * 1024;

/** One version per entity, topic and commit, and only where something other than the version changed. */
export function entityChanges(settled: Settled, origin: Origin): EntityChanges {
  const rows: StoredEntity[] = [];
  const events: NewEvent[] = [];
  for (const [id, { kind, document }] of settled.documents) {
    const before = settled.storedEntities.get(id);
    const main = versioned(document.main, before?.main, before?.version ?? 0);
    const personal = versioned(
      document.personal ?? emptied(document.main, before),
      before?.personal,
      before?.personalVersion ?? 0,
    );
    if (!main && !personal) continue;
    const joined = [
      ...(settled.resolution.merged.has(id) ? (['merged'] as const) : []),
      ...(settled.resolution.split.has(id) ? (['split'] as const) : []),
    ];
    const changes = withoutOldRings(changesOf(kind, before?.main, document.main, joined), origin);
    if (main) events.push(event(kind, id, main, changes));
    if (personal) events.push(event(`${kind}-personal`, id, personal, main ? changes : ['amended']));
    rows.push({
      id,
      kind,
      state: String(document.main['state']),
      version: main?.version ?? before?.version ?? 0,
      personalVersion: personal?.version ?? before?.personalVersion ?? 0,
      main: main?.document ?? before?.main ?? document.main,
      personal: personal?.document ?? before?.personal,
    });
  }
  return { rows, events };
}

/** What is read for the first time, or mapped anew, rings nothing: it is history. */
function withoutOldRings(changes: readonly ChangeKind[], origin: Origin): readonly ChangeKind[] {
  if (origin === 'live') return changes;
  const kept = changes.filter((it) => it !== 'deadline-near' && it !== 'deadline-missed');
  return kept.length === 0 ? ['amended'] : kept;
}

interface Versioned {
  readonly version: number;
  readonly document: JsonObject;
}

function versioned(
  now: JsonObject | undefined,
  before: JsonObject | undefined,
  version: number,
): Versioned | undefined {
  if (!now || (before && sameContent(now, before))) return undefined;
  return { version: version + 1, document: { ...now, version: version + 1 } };
}

/** A personal document that has nothing to say any more says so, if it ever said anything. */
function emptied(main: JsonObject, before: StoredEntity | undefined): JsonObject | undefined {
  if (!before || before.personalVersion === 0) return undefined;
  const { id, kind, state, into } = main;
  return into === undefined ? { id, kind, state } : { id, kind, state, into };
}

/** Every event is validated before it is written. Throws DataRefused: one record that makes an impossible entity delays nobody (I11). */
function event(
  topic: EntityKind | `${EntityKind}-personal`,
  key: string,
  { version, document }: Versioned,
  changes: readonly ChangeKind[],
): NewEvent {
  const wrong = misfit(topic, document);
  if (wrong) throw new DataRefused('event-does-not-fit', `${topic} at '${wrong.path}': ${wrong.message}`);
  const value = JSON.stringify(document);
  if (Buffer.byteLength(value) > LARGEST_EVENT)
    throw new DataRefused('event-too-large', `${topic}, ${value.length} characters`);
  return { topic, key, version, changes, value };
}
