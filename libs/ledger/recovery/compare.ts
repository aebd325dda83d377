import { createHash } from 'node:crypto';
import { canonicalJson, isObject, type JsonObject } from '#libs/model/json.js';
import { isEntityKind } from '#libs/model/kinds.js';
import type { TopicWord } from '#libs/model/topics.js';
import type { Ledger } from '../database/ledger.js';

/** A document as Kafka holds it, with its version. */
export interface PublishedDocument {
  readonly version: number;
  readonly document: JsonObject;
}

/** An entity of which ledger and Kafka hold different things. `main` and `personal`: as Kafka holds them; absent where it holds none. */
export interface DifferentEntity {
  readonly id: string;
  readonly main?: PublishedDocument;
  readonly personal?: PublishedDocument;
}

/** Where the ledger and the topics differ. */
export interface Differences {
  /** Entities that both know. */
  readonly different: readonly DifferentEntity[];
  /** Entities that Kafka alone knows: the ledger has not heard of them yet, or not any more. */
  readonly unknown: readonly DifferentEntity[];
  /** Dead letter id → its version in Kafka, for those that the ledger knows. */
  readonly letters: ReadonlyMap<string, number>;
  /** How many open dead letters Kafka alone knows. Nobody can replay them: their bytes are gone. */
  readonly unknownLetters: number;
  /** Entities that both hold alike. */
  readonly same: number;
}

/** What a topic may hold of a key. */
interface Side {
  readonly version: number;
  readonly hash: string;
}

/** Collects what the topics hold, record by record in the order of each partition, and compares it with the ledger as it stood at `load`. */
export class Comparison {
  /** `work-order <id>` → what the ledger holds under that topic and key. */
  readonly #held = new Map<string, Side>();
  readonly #ids = new Set<string>();
  readonly #letterIds = new Set<string>();
  /** Keys whose newest record is not what the ledger holds. */
  readonly #other = new Map<string, PublishedDocument>();
  readonly #alike = new Set<string>();
  readonly #letters = new Map<string, number>();
  readonly #unknownLetters = new Set<string>();

  /** Loads what the ledger holds, hashes only. Throws TransientError. */
  static async load(ledger: Ledger): Promise<Comparison> {
    const comparison = new Comparison();
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows = await ledger.ask<EntityColumns>(
        `select id, kind, version, personal_version, main, personal from entity where id > $1 order by id limit 2000`,
        [after],
      );
      for (const row of rows) comparison.#hold(row);
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
    }
    for (const { id } of await ledger.ask<{ readonly id: string }>('select id from dead_letter'))
      comparison.#letterIds.add(id);
    return comparison;
  }

  /** Takes in one record of a topic. Tombstones and what is no document of ours are left out. */
  see(topic: TopicWord, key: string, value: string): void {
    const document: unknown = JSON.parse(value);
    if (!isObject(document)) return;
    const version = Number(document['version']);
    if (topic === 'dead-letter') return this.#seeLetter(key, version, document['state'] === 'open');
    const name = `${topic} ${key}`;
    const held = this.#held.get(name);
    const isSame = held?.version === version && held.hash === hashOf(document);
    if (isSame) this.#other.delete(name);
    else this.#other.set(name, { version, document });
    if (isSame) this.#alike.add(name);
    else this.#alike.delete(name);
  }

  /** After the last record. What the ledger holds and no topic does differs too. */
  differences(): Differences {
    const entities = new Map<
      string,
      { id: string; main?: PublishedDocument; personal?: PublishedDocument }
    >();
    const entityOf = (name: string) => {
      const [topic = '', id = ''] = name.split(' ');
      const entity = entities.get(id) ?? { id };
      entities.set(id, entity);
      return { entity, isMain: isEntityKind(topic) };
    };
    for (const [name, published] of this.#other) {
      const { entity, isMain } = entityOf(name);
      if (isMain) entity.main = published;
      else entity.personal = published;
    }
    for (const name of this.#held.keys())
      if (!this.#alike.has(name) && !this.#other.has(name)) entityOf(name);
    const all = [...entities.values()];
    return {
      different: all.filter(({ id }) => this.#ids.has(id)),
      unknown: all.filter(({ id }) => !this.#ids.has(id)),
      letters: this.#letters,
      unknownLetters: this.#unknownLetters.size,
      same: this.#ids.size - all.filter(({ id }) => this.#ids.has(id)).length,
    };
  }

  #hold({ id, kind, version, personal_version: personalVersion, main, personal }: EntityColumns): void {
    this.#ids.add(id);
    if (version > 0) this.#held.set(`${kind} ${id}`, { version, hash: hashOf(main) });
    if (personalVersion > 0 && personal)
      this.#held.set(`${kind}-personal ${id}`, { version: personalVersion, hash: hashOf(personal) });
  }

  #seeLetter(id: string, version: number, isOpen: boolean): void {
    if (this.#letterIds.has(id)) this.#letters.set(id, version);
    else if (isOpen) this.#unknownLetters.add(id);
    else this.#unknownLetters.delete(id);
  }
}

interface EntityColumns {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly personal_version: number;
  readonly main: JsonObject;
  readonly personal: JsonObject | null;
}

/** Of the content alone: each topic counts its versions for itself. */
const hashOf = (document: JsonObject): string =>
  createHash('sha256')
    .update(canonicalJson({ ...document, version: undefined }))
    .digest('base64');
