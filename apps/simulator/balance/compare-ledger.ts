import { canonicalJson, type JsonObject } from '#libs/model/json.js';
import { ENTITY_KINDS } from '#libs/model/kinds.js';
import type { TopicWord } from '#libs/model/topics.js';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import type { Faults } from './faults.js';
import type { TopicView } from './read-kafka.js';

interface Row {
  readonly id: string;
  readonly kind: (typeof ENTITY_KINDS)[number];
  readonly version: number;
  readonly personal_version: number;
  readonly main: JsonObject;
  readonly personal: JsonObject | null;
}

const PAGE = 2_000;

/** Kafka's newest value of every entity is the ledger's, and neither has an entity that the other lacks. */
export async function compareLedger(
  ledger: Ledger,
  views: ReadonlyMap<TopicWord, TopicView>,
  faults: Faults,
): Promise<void> {
  const seen = new Map<TopicWord, number>();
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await ledger.ask<Row>(
      'select id, kind, version, personal_version, main, personal from entity where id > $1 order by id limit $2',
      [after, PAGE],
    );
    for (const row of rows) {
      if (row.version > 0) check(row.kind, row.id, row.main);
      if (row.personal_version > 0) check(`${row.kind}-personal`, row.id, row.personal);
    }
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
  }
  for (const [word, view] of views)
    if (word !== 'dead-letter' && view.newest.size !== (seen.get(word) ?? 0))
      faults.add(
        'entities in Kafka that the ledger lacks',
        `${word}: ${view.newest.size} against ${seen.get(word) ?? 0}`,
      );

  function check(word: TopicWord, id: string, document: JsonObject | null): void {
    seen.set(word, (seen.get(word) ?? 0) + 1);
    const value = views.get(word)?.newest.get(id);
    if (value === undefined) faults.add('entities that are not in Kafka', `${word} ${id}`);
    else if (canonicalJson(JSON.parse(value) as JsonObject) !== canonicalJson(document ?? undefined))
      faults.add("newest value in Kafka is not the ledger's", `${word} ${id}`);
  }
}
