import { DataRefused, type Batch, type ReadItem } from '#libs/model/batch.js';
import type { LedgerPort } from '#libs/model/ledger-port.js';

/** Item → the dead letter in its place. */
export type Refused = ReadonlyMap<ReadItem, ReadItem>;

const NONE: Refused = new Map();

/**
 * I11: which records of a batch that was refused cannot be stored. Halved until each is found; where all are well by themselves and
 * only not together (an entity that grows too large), the first that is too much. Empty: no record explains it.
 */
export async function refusedItems(ledger: LedgerPort, batch: Batch): Promise<Refused> {
  const alone = await halved(ledger, batch, batch.items);
  return alone.size > 0 ? alone : lastStraw(ledger, batch);
}

async function halved(ledger: LedgerPort, batch: Batch, items: readonly ReadItem[]): Promise<Refused> {
  const refusal = await tried(ledger, batch, items);
  const [only, second] = items;
  if (!refusal || !only) return NONE;
  if (!second) return deadLetter(only, refusal);
  const middle = Math.ceil(items.length / 2);
  const first = await halved(ledger, batch, items.slice(0, middle));
  return new Map([...first, ...(await halved(ledger, batch, items.slice(middle)))]);
}

/** The last of the shortest beginning of the batch that is refused. */
async function lastStraw(ledger: LedgerPort, batch: Batch): Promise<Refused> {
  const { items } = batch;
  let refusal = await tried(ledger, batch, items);
  let [taken, refused] = [0, items.length];
  while (refusal && refused - taken > 1) {
    const middle = Math.floor((taken + refused) / 2);
    const again = await tried(ledger, batch, items.slice(0, middle));
    if (again) [refusal, refused] = [again, middle];
    else taken = middle;
  }
  const straw = items[refused - 1];
  return refusal && straw ? deadLetter(straw, refusal) : NONE;
}

async function tried(
  ledger: LedgerPort,
  batch: Batch,
  items: readonly ReadItem[],
): Promise<DataRefused | undefined> {
  try {
    await ledger.tryOut({ ...batch, items });
    return undefined;
  } catch (error) {
    if (error instanceof DataRefused) return error;
    throw error;
  }
}

/** One that is a dead letter already is not refused for what it says. */
const deadLetter = (item: ReadItem, { code, message }: DataRefused): Refused =>
  item.mapped.outcome === 'dead-letter'
    ? NONE
    : new Map([[item, { ...item, mapped: { outcome: 'dead-letter', code, message } }]]);
