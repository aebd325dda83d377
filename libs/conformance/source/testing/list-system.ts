import { ConfigError, RecordError, TransientError } from '#libs/model/errors.js';
import { isObject, type JsonObject } from '#libs/model/json.js';
import type { Offset, PullSource, RawRecord, SourceBatch } from '#libs/sources/source.js';
import type { SourceDriver } from '../driver.js';
import { afterTurns } from '../patience.js';

/** In the order of (stamp, id). */
export interface Item extends Place {
  readonly isBroken: boolean;
}
export interface Place {
  readonly stamp: number;
  readonly id: string;
}

/** A system in memory. What a commit covers is archived. */
export class ListSystem {
  items: readonly Item[] = [];
  archived: readonly string[] = [];
  isAway = false;
  handles = 0;
  /** How often it has been asked. */
  touches = 0;
  /** For a source that lets one reader in only. */
  isLocked = false;

  /** As over a network: it takes a few turns. */
  async ask(): Promise<readonly Item[]> {
    this.touches += 1;
    await afterTurns(4);
    if (this.isAway) throw new TransientError('list-away', 'the list does not answer');
    return this.items;
  }
}

export const isAfter = (item: Place, { stamp, id }: Place): boolean =>
  item.stamp > stamp || (item.stamp === stamp && item.id > id);

const placeIn = (offset: Offset | undefined): Place => ({
  stamp: Number(offset?.['stamp'] ?? -1),
  id: typeof offset?.['id'] === 'string' ? offset['id'] : '',
});

/** The parts of a source over a list; a wrong one is the right one with a part exchanged. */
export interface ListParts {
  readonly onOpen: (system: ListSystem) => void;
  readonly onAsk: (system: ListSystem) => void;
  readonly onRead: (system: ListSystem, from: Place) => void;
  readonly isLeft: (item: Item, from: Place) => boolean;
  readonly record: (item: Item, system: ListSystem) => RawRecord;
  readonly inOrder: (records: readonly RawRecord[]) => readonly RawRecord[];
  readonly offset: (place: Place, system: ListSystem) => Offset;
  readonly onAbort: (from: Offset | undefined, batch: SourceBatch) => SourceBatch | Promise<SourceBatch>;
  readonly error: (error: unknown) => unknown;
  readonly commit: (system: ListSystem, place: Place) => void;
  readonly parse: (raw: Uint8Array) => JsonObject;
  readonly onClose: (system: ListSystem) => void;
  readonly noticesClose: boolean;
}

export const RIGHT: ListParts = {
  onOpen: () => undefined,
  onAsk: () => undefined,
  onRead: () => undefined,
  isLeft: isAfter,
  record({ id, stamp, isBroken }) {
    const value = { id, stamp: `${stamp}` };
    const raw = Buffer.from(JSON.stringify(isBroken ? [id] : value));
    if (isBroken) return { raw, position: id, fault: { code: 'broken', message: 'it is broken' } };
    return { raw, position: id, value };
  },
  inOrder: (records) => records,
  offset: (place) => ({ ...place }),
  onAbort: (from) => ({ records: [], next: from ?? {}, more: false, phase: 'live' }),
  error: (error) => error,
  commit(system, place) {
    const covered = system.items.filter((item) => !isAfter(item, place));
    system.items = system.items.filter((item) => isAfter(item, place));
    system.archived = [...system.archived, ...covered.map(({ id }) => id)];
  },
  parse(raw) {
    const value = parseJson(raw);
    if (!isObject(value)) throw new RecordError('broken', 'it is broken');
    return value;
  },
  onClose: (system) => {
    system.handles -= 1;
  },
  noticesClose: true,
};

function parseJson(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString()) as unknown;
  } catch {
    return undefined;
  }
}

function listSource(system: ListSystem, parts: ListParts): PullSource {
  let isOpen = false;
  let isClosed = false;
  parts.onOpen(system);

  function openOnce(): void {
    if (isClosed && parts.noticesClose) throw new TransientError('list-closed', 'the source was closed');
    if (!isOpen) system.handles += 1;
    isOpen = true;
  }

  async function readOn(from: Offset | undefined, limit: number, signal: AbortSignal): Promise<SourceBatch> {
    parts.onAsk(system);
    const items = await system.ask();
    openOnce();
    const place = placeIn(from);
    parts.onRead(system, place);
    const left = items.filter((item) => parts.isLeft(item, place));
    const taken = left.slice(0, limit);
    const batch: SourceBatch = {
      records: parts.inOrder(taken.map((item) => parts.record(item, system))),
      next: parts.offset(taken.at(-1) ?? place, system),
      more: left.length > limit,
      phase: 'live',
    };
    return signal.aborted ? parts.onAbort(from, batch) : batch;
  }

  return {
    async read(from, limit, signal) {
      try {
        return await readOn(from, limit, signal);
      } catch (error) {
        throw parts.error(error);
      }
    },
    committed(offset) {
      parts.commit(system, placeIn(offset));
      return Promise.resolve();
    },
    parse: parts.parse,
    close() {
      isClosed = true;
      if (isOpen) parts.onClose(system);
      isOpen = false;
      return Promise.resolve();
    },
  };
}

/** Ties of three, a few broken ones. */
const itemsFrom = (first: number, count: number): readonly Item[] =>
  Array.from({ length: count }, (_, at) => ({
    stamp: Math.floor((first + at) / 3),
    id: `item-${String(first + at).padStart(3, '0')}`,
    isBroken: (first + at) % 7 === 5,
  }));

export function beginList(
  change: Partial<ListParts> = {},
  more: Pick<SourceDriver, 'patienceMs'> = {},
): () => Promise<SourceDriver> {
  const parts = { ...RIGHT, ...change };
  return () => {
    const system = new ListSystem();
    const put = (items: readonly Item[]): Promise<readonly string[]> => {
      system.items = [...system.items, ...items];
      return Promise.resolve(items.map(({ id }) => id));
    };
    return Promise.resolve({
      ...more,
      limits: [1, 2, 5, 100],
      idleReads: 1,
      fill: () => put(itemsFrom(0, 23)),
      add: () => put(itemsFrom(24, 6)),
      open: () => listSource(system, parts),
      openHopeless: () =>
        listSource(system, {
          ...parts,
          onRead: () => {
            throw new ConfigError('list-hopeless', 'there is no such list');
          },
        }),
      nameOf: ({ position }) => position,
      fingerprint: () => Promise.resolve(JSON.stringify([system.items, system.archived])),
      goAway: () => {
        system.isAway = true;
        return Promise.resolve();
      },
      comeBack: () => {
        system.isAway = false;
        return Promise.resolve();
      },
      handles: () => Promise.resolve(system.handles),
      touches: () => system.touches,
      end: () => Promise.resolve(),
    });
  };
}
