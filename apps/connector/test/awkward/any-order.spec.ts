import {
  billedOrders,
  consolidatedInvoice,
  creditNote,
  homes,
  plannedOrder,
  statementOrders,
  statementRows,
} from './kit/bulk.js';
import { Landlord } from './kit/landlord.js';
import { allSaid, type Said, type Stream } from './kit/records.js';
import { heldUpToIds, shuffled } from './kit/same.js';

const saying = (stream: Stream, records: readonly Said['record'][]): readonly Said[] =>
  records.map((record) => ({ stream, record }));

/** All that the pack says, a record's older versions before its newer ones; of the long lists the first hundred. */
const natural: readonly Said[] = [
  ...allSaid(),
  ...saying('orders', [plannedOrder, ...billedOrders, ...statementOrders.slice(0, 100)]),
  ...saying('properties', homes.slice(0, 100)),
  ...saying('invoices', [consolidatedInvoice, creditNote]),
  ...saying('statements', statementRows.slice(0, 100)),
];
const AT_ONCE = 60;
/** Counted by hand: 234 orders, 10 requests, 1 case, 119 properties, 6 invoices and statements. */
const CURRENT = 370;

const open: Landlord[] = [];
afterAll(() => Promise.all(open.map((it) => it.close())));

/** What subscribers hold after everything was said in this order, a few records at a time. */
async function heldAfter(all: readonly Said[]): Promise<ReturnType<typeof heldUpToIds>> {
  const landlord = await Landlord.make();
  open.push(landlord);
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = Map.groupBy(all.slice(from, from + AT_ONCE), (it) => it.stream);
    for (const [stream, said] of some)
      await landlord.send(
        stream,
        said.map((it) => it.record),
      );
  }
  await landlord.settled();
  return heldUpToIds(await landlord.events());
}

test('whatever order the systems speak in, subscribers hold the same in the end (I5)', async () => {
  const [first, second] = await Promise.all([heldAfter(natural), heldAfter(shuffled(natural, 20261124))]);
  expect(first.size).toBe(CURRENT);
  expect([...second.keys()]).toEqual([...first.keys()]);
  for (const [name, held] of first) expect({ name, ...second.get(name) }).toEqual({ name, ...held });
});
