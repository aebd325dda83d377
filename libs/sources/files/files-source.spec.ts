import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beginFiles } from '#libs/conformance/source/testing/files-driver.js';
import { FILES_SYSTEMS } from '#libs/conformance/source/testing/files-systems.js';
import { SOURCE_CHECKS, trySourceCheck } from '#libs/conformance/source/try-source.js';
import { RecordError } from '#libs/model/errors.js';
import type { FilesSettings } from './files-settings.js';
import type { Offset, PullSource, SourceBatch } from '../source.js';
import { filesSource } from './files-source.js';

const signal = new AbortController().signal;
let folder: string;
let time = 0;
const opened: PullSource[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lintel-drop-'));
  time = 0;
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close();
  await rm(folder, { recursive: true, force: true });
});

function open(change: Partial<FilesSettings> = {}): PullSource {
  const settings: FilesSettings = {
    kind: 'files',
    folder,
    pattern: '*',
    format: 'csv',
    repeated: [],
    minimumAgeMs: 1000,
    ...change,
  };
  const source = filesSource(settings, {
    elapsed: () => (time += 1000),
    now: () => new Date('2026-03-04T05:06:07Z'),
  });
  opened.push(source);
  return source;
}
let age = 0;
/** Each a second younger than the one before. */
async function drop(name: string, content: string | Uint8Array): Promise<void> {
  await writeFile(join(folder, name), content);
  age += 1;
  await utimes(join(folder, name), 1_700_000_000 + age, 1_700_000_000 + age);
}
const ids = (batch: SourceBatch): unknown[] =>
  batch.records.map((record) => record.value?.['id'] ?? record.fault?.code);
const stored = (offset: Offset): Offset => JSON.parse(JSON.stringify(offset)) as Offset;
/** Two polls: the second one sees that nothing changed. */
async function poll(source: PullSource, offset?: Offset, limit = 100): Promise<SourceBatch> {
  const first = await source.read(offset, limit, signal);
  expect(first.records).toEqual([]);
  return await source.read(stored(first.next), limit, signal);
}
const left = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
const archived = async (): Promise<string[]> => (await readdir(join(folder, '.archive', '2026-03'))).sort();

test('files come oldest first, several in a batch, and are archived once committed', async () => {
  await drop('z.csv', 'id,name\r\n007,"Leak, ""bad"""\r\n008,\r\n');
  await drop('a.csv', '\ufeffid,name\n009,x\n');
  const source = open();
  const batch = await poll(source);
  expect(batch.records.map((record) => [record.position, record.value])).toEqual([
    ['z.csv:2', { id: '007', name: 'Leak, "bad"' }],
    ['z.csv:3', { id: '008', name: '' }],
    ['a.csv:2', { id: '009', name: 'x' }],
  ]);
  expect(batch).toMatchObject({ more: false, phase: 'backfill', behind: 0 });
  for (const { raw, value } of batch.records) expect(source.parse(raw)).toEqual(value);
  expect(await left()).toEqual(['a.csv', 'z.csv']); // I1
  await source.committed(batch.next);
  await source.committed(batch.next);
  expect(await left()).toEqual([]);
  expect(await archived()).toEqual([
    expect.stringMatching(/^[0-9a-f]{8}-[az]\.csv$/),
    expect.stringMatching(/^[0-9a-f]{8}-[az]\.csv$/),
  ]);
  const idle = await source.read(batch.next, 100, signal);
  expect(idle).toMatchObject({ records: [], phase: 'live', more: false });
  expect(idle.next).toBe(batch.next);
});

test('a half-written file waits until it has been still for long enough', async () => {
  const source = open({ minimumAgeMs: 2000 });
  await writeFile(join(folder, 'a.csv'), 'id\n1\n');
  let batch = await source.read(undefined, 10, signal);
  expect(batch).toMatchObject({ records: [], behind: 1 });
  await appendFile(join(folder, 'a.csv'), '2\n');
  batch = await source.read(batch.next, 10, signal); // seen anew
  expect(batch.records).toEqual([]);
  batch = await source.read(batch.next, 10, signal); // still, but only for a second
  expect(batch.records).toEqual([]);
  batch = await source.read(batch.next, 10, signal);
  expect(ids(batch)).toEqual(['1', '2']);
});

test('hidden, unfinished, linked and other files are no files; folders neither', async () => {
  await drop('keep.csv', 'id\n1\n');
  for (const name of ['.hidden.csv', 'a.csv.part', 'b.tmp', 'c.xml']) await drop(name, 'id\nno\n');
  await mkdir(join(folder, 'folder.csv'));
  await symlink(join(folder, 'keep.csv'), join(folder, 'link.csv'));
  expect(ids(await poll(open({ pattern: '{*.csv,*.part,*.tmp}' })))).toEqual(['1']);
});

test('killed between commit and archive: the next one archives, and does not read again', async () => {
  await drop('a.csv', 'id\n1\n');
  const { next } = await poll(open());
  const successor = open();
  const batch = await poll(successor, stored(next)); // even before `committed`
  expect(batch.records).toEqual([]);
  await successor.committed(stored(next));
  expect(await left()).toEqual([]);
});

test('equal content under another name, or again under its own, is read again', async () => {
  await drop('a.csv', 'id\n1\n');
  const source = open();
  const first = await poll(source);
  await source.committed(first.next);
  await drop('b.csv', 'id\n1\n');
  await drop('a.csv', 'id\n1\n');
  const second = await poll(source, first.next);
  expect(ids(second)).toEqual(['1', '1']);
  await source.committed(second.next);
  expect(await archived()).toHaveLength(3); // none overwritten
});

test('a file that came under the name of a done one is not archived unread', async () => {
  await drop('a.csv', 'id\n1\n');
  const source = open();
  const first = await poll(source);
  await drop('a.csv', 'id\n2\n');
  await source.committed(first.next);
  expect(await left()).toEqual(['a.csv']);
  expect(ids(await poll(source, first.next))).toEqual(['2']);
});

/** Drops a file whose size and time do not tell it from another of that size. */
async function dropAlike(name: string, content: string): Promise<void> {
  await writeFile(join(folder, name), content);
  await utimes(join(folder, name), 1_700_000_000, 1_700_000_000);
}
/** As a reader begins: it tells a new source the checkpoint, and then asks. */
async function restarted(checkpoint: Offset): Promise<PullSource> {
  const source = open();
  await source.committed(stored(checkpoint));
  return source;
}
/** As it is kept where the folder does not tell when a file was changed or moved. */
const withoutChangeTime = (offset: Offset): Offset =>
  JSON.parse(JSON.stringify(offset).replaceAll(/,?"changed":"\d+"/g, '')) as Offset;

describe('a file of equal name, size and time', () => {
  test.each([
    ['in the same source', (source: PullSource) => Promise.resolve(source)],
    ['after a restart', (_: PullSource, next: Offset) => restarted(next)],
  ])('that replaced one which was read, before the commit was told: read, %s', async (_, go) => {
    await dropAlike('a.csv', 'id\n1\n');
    const source = open();
    const { next } = await poll(source);
    await dropAlike('a.csv', 'id\n2\n');
    const then = await go(source, next);
    await then.committed(next);
    expect(await left()).toEqual(['a.csv']);
    const second = await poll(then, next);
    expect(ids(second)).toEqual(['2']);
    await then.committed(second.next);
    expect(await left()).toEqual([]);
  });

  test.each([
    ['in the same source', (source: PullSource) => Promise.resolve(source)],
    ['after a restart', (_: PullSource, next: Offset) => restarted(next)],
  ])('that came once the first was archived: read, %s', async (_, go) => {
    await dropAlike('a.csv', 'id\n1\n');
    const source = open();
    const { next } = await poll(source);
    await source.committed(next);
    await dropAlike('a.csv', 'id\n2\n');
    expect(ids(await poll(await go(source, next), next))).toEqual(['2']);
  });

  test('with the content of the first, once that was archived: a new arrival all the same', async () => {
    await dropAlike('a.csv', 'id\n1\n');
    const source = open();
    const { next } = await poll(source);
    await source.committed(next);
    await dropAlike('a.csv', 'id\n1\n');
    expect(ids(await poll(source, next))).toEqual(['1']);
  });

  test('that replaced one of which a part was read: it is read from its beginning', async () => {
    await dropAlike('a.csv', 'id\n1\n2\n3\n');
    const source = open();
    const { next } = await poll(source, undefined, 2);
    await dropAlike('a.csv', 'id\n7\n8\n9\n');
    expect(ids(await poll(source, next))).toEqual(['7', '8', '9']);
  });

  test('where the folder does not tell when it was changed: the content decides', async () => {
    await dropAlike('a.csv', 'id\n1\n');
    const source = open();
    const next = withoutChangeTime((await poll(source)).next);
    await dropAlike('a.csv', 'id\n2\n');
    await source.committed(next);
    expect(await left()).toEqual(['a.csv']);
    const second = await poll(source, next);
    expect(ids(second)).toEqual(['2']);
    const after = withoutChangeTime(second.next);
    await source.committed(after);
    expect(await left()).toEqual([]);
    await dropAlike('a.csv', 'id\n2\n');
    expect(ids(await poll(source, after))).toEqual(['2']);
  });
});

test.each([
  ['in the same source', (source: PullSource) => Promise.resolve(source)],
  ['after a restart', (_: PullSource, next: Offset) => restarted(next)],
])(
  'a file that somebody moved back from the error folder, with its time, is read again: %s',
  async (_, go) => {
    await drop('bad.csv', 'id\n"1\n');
    const source = open();
    const { next } = await poll(source);
    await source.committed(next);
    const [name = ''] = await readdir(join(folder, '.error'));
    await rename(join(folder, '.error', name), join(folder, 'bad.csv'));
    const then = await go(source, next);
    const second = await poll(then, next);
    expect(ids(second)).toEqual(['unreadable-file']);
    await then.committed(second.next);
    expect(await readdir(join(folder, '.error'))).toHaveLength(1);
  },
);

/** Names that are no UTF-8 exist on Linux. */
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('file names in the encoding of an old system are read and archived like others', async () => {
  const names = ['caf\xe9.csv', 'caf\xea.csv', '\x81\xff.csv'].map((name) => Buffer.from(name, 'latin1'));
  const inFolder = (name: Buffer): Buffer => Buffer.concat([Buffer.from(`${folder}/`), name]);
  for (const [at, name] of names.entries()) {
    await writeFile(inFolder(name), `id\n${at}\n`);
    await utimes(inFolder(name), 1_700_000_000 + at, 1_700_000_000 + at);
  }
  const source = open({ pattern: '*.csv' });
  const first = await poll(source, undefined, 1);
  expect(first.records[0]?.position).toBe('caf\ufffd.csv:2');
  const rest = await source.read(stored(first.next), 10, signal);
  expect([first, rest].flatMap(ids)).toEqual(['0', '1', '2']);
  const successor = await restarted(rest.next);
  expect(await readdir(folder)).toEqual(['.archive']);
  const archives = await readdir(join(folder, '.archive', '2026-03'), { encoding: 'buffer' });
  expect(archives.map((name) => name.subarray(9).toString('latin1')).sort()).toEqual(
    names.map((name) => name.toString('latin1')).sort(),
  );
  expect(ids(await poll(successor, stored(rest.next)))).toEqual([]);
});

test('a name whose accent is two characters matches a pattern in which it is one', async () => {
  await drop('caf\u0065\u0301.csv', 'id\n1\n');
  expect(ids(await poll(open({ pattern: 'caf\u00e9.csv' })))).toEqual(['1']);
});

test('what lies in the folder and is read by no stream is counted, and no name of it is told', async () => {
  await drop('normal.csv', 'id\n1\n');
  for (const name of ['NORMAL2.CSV', 'Norml3.cvs', 'other.xml']) await drop(name, 'id\n2\n');
  for (const name of ['.hidden', 'half.csv.part', 'half.tmp']) await drop(name, '');
  await mkdir(join(folder, 'folder'));
  await symlink(join(folder, 'normal.csv'), join(folder, 'link.csv'));
  const source = open({ pattern: '*.csv', otherPatterns: ['*.xml', '*.json'] });
  const batch = await poll(source);
  expect(ids(batch)).toEqual(['1']);
  expect(batch.remark).toMatchObject({
    code: 'files-unmatched',
    message: expect.stringMatching(/^3 files/) as string,
  });
  expect(JSON.stringify(batch.remark)).not.toMatch(/NORMAL2|cvs|link\.csv/);
  for (const name of ['NORMAL2.CSV', 'Norml3.cvs', 'link.csv']) await unlink(join(folder, name));
  expect((await source.read(batch.next, 10, signal)).remark).toBeUndefined();
});

test.each([
  ['of 248 bytes', `${'n'.repeat(244)}.csv`, /^[0-9a-f]{8}-n{242}\.csv$/],
  ['of 255 bytes', 'n'.repeat(255), /^[0-9a-f]{8}-n{246}$/],
  ['of 255 bytes in characters of three', `x${'\u20ac'.repeat(83)}.json`, /^[0-9a-f]{8}-x\u20ac{80}\.json$/],
  ['with an ending that is none', `${'n'.repeat(200)}.${'m'.repeat(54)}`, /^[0-9a-f]{8}-n{200}\.m{45}$/],
])('a file whose name is %s is archived under a name that fits', async (_, name, archivedAs) => {
  const source = open();
  let offset: Offset | undefined;
  for (let time = 0; time < 2; time += 1) {
    await drop(name, 'id\n1\n');
    const batch = await poll(source, offset);
    await source.committed(batch.next);
    expect(await left()).toEqual([]);
    offset = batch.next;
  }
  const [first = '', second = ''] = (await archived()).sort((a, b) => b.length - a.length);
  expect(first).toMatch(archivedAs);
  expect(second).toMatch(/^[0-9a-f]{8}-/); // the same content under the same name: both are kept
});

test('a file that cannot be archived is not read again, holds up no other, and is said', async () => {
  for (const name of ['a.csv', 'b.csv']) await drop(name, `id\n${name}\n`);
  await drop('bad.csv', 'id\n"1\n');
  await writeFile(join(folder, '.archive'), 'a file where a folder should be');
  const source = open();
  const batch = await poll(source);
  await source.committed(batch.next);
  expect(await left()).toEqual(['a.csv', 'b.csv']); // the error folder is well
  const idle = await source.read(stored(batch.next), 10, signal);
  expect(idle).toMatchObject({ records: [], behind: 0, remark: { code: 'files-not-archived' } });
  expect(idle.remark?.message).toMatch(/^2 files .*: (?:EEXIST|ENOTDIR)$/);
  await drop('c.csv', 'id\nc\n');
  const successor = await restarted(idle.next);
  const third = await poll(successor, stored(idle.next));
  expect(ids(third)).toEqual(['c']);
  await unlink(join(folder, '.archive'));
  await successor.committed(third.next);
  expect(await left()).toEqual([]);
  expect((await successor.read(stored(third.next), 10, signal)).remark).toBeUndefined();
});

test('a file that was deleted and put there again with its time is read again', async () => {
  await dropAlike('a.csv', 'id\n1\n');
  const source = open();
  const { next } = await poll(source);
  await unlink(join(folder, 'a.csv'));
  expect(ids(await source.read(next, 100, signal))).toEqual([]);
  await dropAlike('a.csv', 'id\n1\n');
  expect(ids(await poll(source, next))).toEqual(['1']);
});

test('a file whose rights were changed before it was archived comes again, and is archived then', async () => {
  await drop('a.csv', 'id\n1\n');
  const source = open();
  const first = await poll(source);
  await chmod(join(folder, 'a.csv'), 0o600);
  await source.committed(first.next);
  const second = await poll(source, first.next);
  expect(ids(second)).toEqual(['1']); // ends unchanged in the ledger
  await source.committed(second.next);
  expect(await left()).toEqual([]);
});

test('a large file comes in windows; a successor goes on at the record where it stood', async () => {
  const rows = Array.from({ length: 2000 }, (_, at) => String(at));
  await drop('big.csv', `id\n${rows.join('\n')}\n`);
  const source = open();
  const first = await poll(source, undefined, 700);
  expect(first).toMatchObject({ more: true, behind: 1300 });
  expect(ids(first)).toEqual(rows.slice(0, 700));
  await source.committed(first.next);
  expect(await left()).toEqual(['big.csv']);
  const second = await source.read(stored(first.next), 700, signal);
  expect(ids(second)).toEqual(rows.slice(700, 1400));
  const successor = open();
  const again = await successor.read(stored(first.next), 700, signal); // the commit of the second failed
  expect(ids(again)).toEqual(rows.slice(700, 1400));
  const third = await successor.read(stored(again.next), 700, signal);
  expect(ids(third)).toEqual(rows.slice(1400));
  expect(third.more).toBe(false);
});

test('a file that changed in the middle starts over; one that vanished is skipped', async () => {
  await drop('a.csv', 'id\n1\n2\n3\n');
  const source = open();
  const first = await poll(source, undefined, 2);
  await drop('a.csv', 'id\n9\n2\n3\n');
  expect(ids(await poll(source, first.next, 2))).toEqual(['9', '2']);
  await unlink(join(folder, 'a.csv'));
  expect(await source.read(first.next, 2, signal)).toMatchObject({ records: [], more: false, behind: 0 });
});

test.each([
  ['csv', 'id\n"1', 'unreadable-file'],
  ['csv', '', 'unreadable-file'],
  ['csv', 'other\n1\n', 'column-gone'],
  ['csv', 'id,b\n1\n2\n', 'wrong-field-count'],
  ['csv', Buffer.from('id\n\xa3\n', 'latin1'), 'not-utf8'],
  ['json', '[{"id":1},', 'unreadable-file'],
  ['json', '[{"id":1},{"id":}]', 'unreadable-file'],
  ['xml', '<Invoice><ID>1</Invoice>', 'unreadable-file'],
  ['xml', '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/hostname">]><Invoice>&x;</Invoice>', 'doctype'],
  ['xml', '<Order/>', 'wrong-root'],
] as const)(
  '%s %j: one fault, nothing of it applied, then the error folder',
  async (format, content, code) => {
    await drop('bad.txt', content);
    const source = open({ format, fields: ['id'], record: ['Invoice'] });
    const batch = await poll(source);
    expect(ids(batch)).toEqual([code]);
    const [record] = batch.records;
    expect(record?.position).toBe('bad.txt');
    expect(JSON.parse(Buffer.from(record?.raw ?? []).toString())).toEqual({
      '#file': {
        name: 'bad.txt',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        bytes: Buffer.from(content).length,
      },
    });
    expect(() => source.parse(record?.raw ?? Buffer.alloc(0))).toThrow(RecordError);
    expect(await left()).toEqual(['bad.txt']);
    await source.committed(batch.next);
    expect(await left()).toEqual([]);
    expect(await readdir(join(folder, '.error'))).toEqual([expect.stringMatching(/^[0-9a-f]{8}-bad\.txt$/)]);
  },
);

test('a ragged row is one fault, the others go on; an unnamed column has its number', async () => {
  await drop('a.csv', 'id,,b \n1,2,3\n4,5\n6,7,8\n');
  const source = open();
  const batch = await poll(source);
  expect(ids(batch)).toEqual(['1', 'ragged-row', '6']);
  expect(batch.records[0]?.value).toEqual({ id: '1', '#2': '2', 'b ': '3' });
  expect(batch.records[1]?.position).toBe('a.csv:3');
  expect(() => source.parse(batch.records[1]?.raw ?? Buffer.alloc(0))).toThrow(
    expect.objectContaining({ code: 'ragged-row' }) as Error,
  );
});

test('JSON: an array, or lines; each record keeps its own bytes', async () => {
  await drop('a.json', '[ {"id":"1", "n": 1.50},\n 7 ]');
  await drop('b.jsonl', '{"id":"2"}\n{"id":"3"}\n');
  const source = open({ format: 'json' });
  const batch = await poll(source);
  expect(ids(batch)).toEqual(['1', 'not-an-object', '2', '3']);
  expect(Buffer.from(batch.records[0]?.raw ?? []).toString()).toBe('{"id":"1", "n": 1.50}');
  expect(source.parse(batch.records[0]?.raw ?? Buffer.alloc(0))).toEqual({ id: '1', n: 1.5 });
});

test('XML: a document is one record, its root by local name', async () => {
  const xml =
    '<u:Invoice xmlns:u="x"><u:ID>007</u:ID><u:InvoiceLine><u:ID>1</u:ID></u:InvoiceLine></u:Invoice>';
  await drop('a.xml', xml);
  const source = open({ format: 'xml', record: ['Invoice', 'CreditNote'], repeated: ['InvoiceLine'] });
  const batch = await poll(source);
  expect(batch.records).toEqual([
    {
      raw: Buffer.from(xml),
      position: 'a.xml',
      value: { '#root': 'Invoice', ID: '007', InvoiceLine: [{ ID: '1' }] },
    },
  ]);
  expect(source.parse(Buffer.from(xml))).toEqual(batch.records[0]?.value);
});

test('a folder that is not there is waited for', async () => {
  await expect(open({ folder: join(folder, 'none') }).read(undefined, 1, signal)).rejects.toMatchObject({
    name: 'TransientError',
    code: 'folder-missing',
  });
});

test('a moved-in file of 8 MB streams: what is held does not grow', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const line = `${'x'.repeat(1_900)},y\n`;
  await writeFile(join(folder, 'big.part'), `id,b\n${line.repeat(4_000)}`);
  await rename(join(folder, 'big.part'), join(folder, 'big.csv'));
  const source = open();
  const before = held();
  let batch = await poll(source, undefined, 500);
  let count = batch.records.length;
  let most = 0;
  while (batch.more) {
    batch = await source.read(batch.next, 500, signal);
    count += batch.records.length;
    if (count % 1_000 === 0) most = Math.max(most, held() - before);
  }
  expect(count).toBe(4_000);
  expect(most).toBeLessThan(5 * 1024 * 1024);
});

test('an aborted read does not wait for the end of a large file, and nothing of it is lost', async () => {
  const line = `${'x'.repeat(1_900)},y\n`;
  await drop('big.csv', `id,b\n${line.repeat(1_000)}`);
  const source = open();
  const { next } = await source.read(undefined, 10, signal);
  const controller = new AbortController();
  const reading = source.read(next, 10, controller.signal);
  await nextTurn();
  controller.abort();
  const aborted = await reading;
  expect(aborted).toMatchObject({ records: [], more: true });
  const batch = await source.read(aborted.next, 10, signal);
  expect(batch.records.map(({ position }) => position)).toEqual(rows.map((row) => `big.csv:${row}`));
});
const rows = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

describe.each(Object.entries(FILES_SYSTEMS))('what every source promises: %s', (_, system) => {
  test.each(SOURCE_CHECKS)('$name: $sentence', async (check) => {
    const { findings } = await trySourceCheck(check, () => beginFiles(system));
    expect(findings).toEqual([]);
  });
});
