import { listDeadLetters } from '#libs/ledger/queries/stored-dead-letters.js';
import { until } from '#libs/local/testing/until.js';
import { FAILURES, held, startFailing, type FailingWorld } from './testing/failing-world.js';
import { MarkSearch } from './where-marks-are.js';

/** I10 where it is hardest: everything that goes wrong with a record in hand, and then nothing of the record in what the app says of it. */
let world: FailingWorld;
let search: MarkSearch;
let lines: readonly Readonly<Record<string, unknown>>[];

const note = (failure: Parameters<typeof held>[0], more: Readonly<Record<string, string>> = {}): string =>
  JSON.stringify({ key: failure, ref: failure, name: held(failure), ...more });

beforeAll(async () => {
  world = await startFailing();
  search = new MarkSearch(new Map(FAILURES.map((failure) => [failure, new RegExp(held(failure))])));
  world.drop('quote.csv', `ref,name\n1,"${held('open-quote')}\n`);
  world.drop('stray.csv', `ref,name\n1,${held('stray-quote')} 12" pipe\n`);
  world.drop('inner.csv', `ref,name\n1,"the "${held('inner-quote')}" one"\n`);
  world.drop('ragged.csv', `ref,name\nr1,${held('ragged-row')},more\nr2,fine\n`);
  world.drop('latin.csv', Buffer.from(`ref,name\nl1,${held('not-utf8')} Zo\u00eb\n`, 'latin1'));
  world.drop('broken.xml', `<Report><Ref>1</Ref><Name>${held('broken-file')}</Report>`);
  const xml = { type: 'text/xml' };
  const answers = [
    await world.call('notes', note('truncated-json').slice(0, -1)),
    await world.call('envelopes', `<note><name>${held('broken-xml')}</note>`, xml),
    await world.call('notes', note('wrong-password'), { password: held('wrong-password') }),
    await world.call('notes', note('too-large', { more: 'x'.repeat(8 * 1024 * 1024) })),
    await world.call('notes', note('not-a-number', { as: 'number' })),
    await world.call('notes', note('own-error', { as: 'error' })),
    await world.call('notes', note('bad-date', { as: 'instant' })),
    await world.call('notes', note('unfit', { as: 'raw' })),
    await world.call('notes', note('nul', { name: `${held('nul')}\u0000` })),
    await world.call('notes', note('long-ref', { ref: held('long-ref') + longText() })),
    await world.call('notes', note('long-key', { key: held('long-key') + longText() })),
  ];
  expect(answers.map((it) => Number(it.slice(0, 3)))).toEqual([400, 400, 401, 413, ...Array(7).fill(204)]);
  search.look('answers', answers.join('\n'));
  await until('the files are dead letters', async () => (await deadLetters()).length === 13);
  await until('the tables are told of', () => world.log().includes('credentials-refused'));
  for (const path of ['/metrics', '/sync-health', '/readyz'])
    search.look(path, await (await fetch(`${world.url}${path}`)).text());
  await until('the dead letters are published', async () => {
    await search.lookAtTopics(world.brokers, world.prefix);
    return search.looked.has('dead-letter');
  });
  process.kill(world.app.pid, 'SIGUSR2');
  expect(await world.app.ended).toBe(70);
  search.look('log', world.log());
  lines = world
    .log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
});

afterAll(() => world?.close());

const deadLetters = async (): Promise<readonly string[]> =>
  (await listDeadLetters(world.ledger, {})).map(({ stream, code }) => `${stream} ${code}`).sort();

/** More than PostgreSQL's index takes, in a form that it cannot compress. */
function longText(): string {
  let [text, seed] = ['', 1];
  while (text.length < 6_000) text += (seed = (seed * 48_271) % 2_147_483_647).toString(36);
  return text;
}

test('each record failed in the way that was meant', async () => {
  expect(await deadLetters()).toEqual([
    'documents unreadable-file',
    'notes bad-character',
    'notes bad-date',
    'notes data-refused',
    'notes does-not-fit',
    'notes event-does-not-fit',
    'notes expression-failed',
    'notes expression-failed',
    'rows not-utf8',
    'rows ragged-row',
    'rows unreadable-file',
    'rows unreadable-file',
    'rows unreadable-file',
  ]);
});

test('the log tells of them with stream, code and batch', () => {
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        level: 'warn',
        connector: 'calls',
        stream: 'notes',
        code: 'data-refused',
        batch: expect.stringMatching(/^[0-9a-f-]{36}$/),
        records: 1,
      }),
      expect.objectContaining({
        level: 'warn',
        connector: 'table',
        stream: 'reports',
        state: 'failing',
        code: 'row-refused',
      }),
      expect.objectContaining({
        level: 'warn',
        connector: 'locked',
        stream: 'reports',
        state: 'failing',
        code: 'credentials-refused',
      }),
      expect.objectContaining({
        level: 'fatal',
        err: expect.objectContaining({
          name: 'QueryFailedError',
          code: '22P02',
          stack: expect.stringContaining('    at '),
        }),
      }),
    ]),
  );
});

test.each(FAILURES)('%s: its value is found nowhere', (failure) => {
  expect(search.found.get(failure)).toBeUndefined();
});

test('every place was looked at', () => {
  expect([...search.looked.keys()]).toEqual(
    expect.arrayContaining(['log', 'answers', '/metrics', '/sync-health', 'dead-letter']),
  );
  expect([...search.looked].filter(([, characters]) => characters === 0)).toEqual([]);
});
