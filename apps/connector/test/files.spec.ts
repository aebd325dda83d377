import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '#libs/local/testing/until.js';
import { at, list } from './kit/document.js';
import { archivedName, invoiceKey, ubl, type Line } from './kit/finance.js';
import { orderRow } from './kit/rows.js';
import type { RunningApp } from './kit/running-app.js';
import { eventsOf, expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

const STREAM = 'finance-ubl/documents';
const LINES: readonly Line[] = [{ id: '1', net: '57.51' }];
let world: World;
let app: RunningApp;

beforeAll(async () => {
  world = await World.make();
  await world.housing.put('rmworder', orderRow('00545095', 5_400_001));
  await world.housing.put('rmworder', orderRow('00545096', 5_400_002));
  app = await world.start();
  await world.entity('uh/workOrder:00545096');
});
afterAll(() => world.close());

/** Drops a complete invoice and waits until it is known: the stream still reads. */
async function nextFile(number: string): Promise<void> {
  world.drop.put(`${number}.xml`, ubl({ number, lines: LINES }));
  await world.entity(invoiceKey(number));
}

test('each line bills its own order, else the document’s', async () => {
  const content = ubl({
    number: 'TWO',
    order: '00545095',
    lines: [
      { id: '1', net: '57.51', order: '545096' },
      { id: '2', net: '57.51' },
    ],
  });
  world.drop.put('two.xml', content);
  const { id, document, personal } = await world.entity(invoiceKey('TWO'));
  const [own, other] = await Promise.all(
    ['00545095', '00545096'].map((it) => world.entity(`uh/workOrder:${it}`)),
  );
  const bills = (order: string, part: string, to: string | undefined): object => ({
    type: 'bills',
    reference: { scheme: 'uh/workOrder', id: order },
    part,
    state: 'linked',
    id: to,
    by: STREAM,
  });
  expect(list(document, 'links')).toEqual([
    bills('00545095', '2', own?.id),
    bills('00545096', '1', other?.id),
  ]);
  expect(list(document, 'lines').map((it) => [it['ref'], at(it, 'net.amount')])).toEqual([
    ['1', '57.51'],
    ['2', '57.51'],
  ]);
  expect(document['flags']).toEqual([]);
  expect(list(personal, 'lines')).toHaveLength(2);
  expect(eventsOf(await world.events(), 'invoice', id).map((it) => it.changes)).toEqual([['invoiced']]);
  const name = archivedName('two.xml', content);
  await until('the file is archived', async () =>
    world.drop.names(join('.archive', new Date().toISOString().slice(0, 7))).includes(name),
  );
});

test('a malformed file is one dead letter without its bytes, lies in .error, and the next file is read', async () => {
  const content = ubl({ number: 'BAD', lines: LINES }).replace('</cac:InvoiceLine>', '');
  world.drop.put('bad.xml', content);
  const { openDeadLetters } = await world.counted(STREAM, { deadLetters: 1 });
  expect(openDeadLetters).toEqual({ 'unreadable-file': 1 });
  await until('the file lies in .error', async () =>
    world.drop.names('.error').includes(archivedName('bad.xml', content)),
  );
  expect(readFileSync(join(world.drop.folder, '.error', archivedName('bad.xml', content)), 'utf8')).toBe(
    content,
  );
  const [letter] = await world.deadLetters();
  expect(JSON.parse(Buffer.from(letter?.raw ?? []).toString())).toEqual({
    '#file': { name: 'bad.xml', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: content.length },
  });
  await nextFile('AFTER-BAD');
  expect(await world.stream(STREAM)).toMatchObject({ state: 'ok', counts: { deadLetters: 1 } });
});

test('a half-written file waits, and is read once, when it is complete', async () => {
  const content = ubl({ number: 'SLOW', lines: LINES });
  const { read } = (await world.stream(STREAM)).counts;
  world.drop.put('slow.xml', content.slice(0, content.length / 2));
  // the copy goes on: a gap in the markup that grows
  const writing = setInterval(() => world.drop.append('slow.xml', ' '), 40);
  try {
    await nextFile('MEANWHILE');
    await nextFile('MEANWHILE-2');
    expect(await world.trace(invoiceKey('SLOW'))).toBeUndefined();
    expect((await world.stream(STREAM)).counts).toMatchObject({ read: read + 2, deadLetters: 1 });
  } finally {
    clearInterval(writing);
  }
  const half = readFileSync(join(world.drop.folder, 'slow.xml'), 'utf8');
  world.drop.put('slow.xml', half.trimEnd() + content.slice(half.trimEnd().length));
  expect((await world.entity(invoiceKey('SLOW'))).version).toBe(1);
  await nextFile('AFTER-SLOW');
  expect((await world.stream(STREAM)).counts).toMatchObject({ read: read + 4, deadLetters: 1 });
});

test('an equal file under a new name is read and changes nothing', async () => {
  const { unchanged } = (await world.stream(STREAM)).counts;
  await nextFile('SAME');
  world.drop.put('same-again.xml', ubl({ number: 'SAME', lines: LINES }));
  await world.counted(STREAM, { unchanged: unchanged + 1 });
  expect((await world.entity(invoiceKey('SAME'))).version).toBe(1);
});

test('other content under the same number is applied, as it arrives, and flagged', async () => {
  await nextFile('REUSED');
  world.drop.put(
    'reused-again.xml',
    ubl({ number: 'REUSED', order: '00545095', lines: [{ id: '9', net: '1.00' }] }),
  );
  const { id, document, version } = await world.entity(invoiceKey('REUSED'), (it) => it.version > 1);
  expect(version).toBe(2);
  expect(document['flags']).toEqual(['number-reused']);
  expect(document).toMatchObject({ net: { amount: '1.00' }, lines: [{ ref: '9' }], links: [{ part: '9' }] });
  expect(eventsOf(await world.events(), 'invoice', id).at(-1)?.changes).toEqual(['linked']);
});

test('nothing else stopped, nothing personal got out, versions 1, 2, 3 …', async () => {
  await expectSound(world, app);
  const { streams } = await world.health();
  expect(streams.map((it) => it.state)).toEqual(streams.map(() => 'ok'));
});
