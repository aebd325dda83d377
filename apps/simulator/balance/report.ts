import type { TopicWord } from '#libs/model/topics.js';
import type { SyncHealth } from '#libs/ledger/queries/sync-health.js';
import type { Faults } from './faults.js';
import type { TopicView } from './read-kafka.js';

const count = new Intl.NumberFormat('en-GB');

/** Per stream how its records ended, per topic what a subscriber holds, and whether all of it is the truth. */
export function report(
  health: SyncHealth,
  views: ReadonlyMap<TopicWord, TopicView>,
  expected: Readonly<Record<string, number>>,
  faults: Faults,
): string {
  const streams = health.streams.map(({ connector, stream, counts: it }) => [
    `${connector}/${stream}`,
    ...[it.read, it.applied, it.unchanged, it.superseded, it.filtered, it.deadLetters].map((number) =>
      count.format(number),
    ),
  ]);
  const topics = [...views].map(([word, view]) => [
    word,
    count.format(view.newest.size),
    count.format(current(view)),
    expected[word] === undefined ? '' : count.format(expected[word]),
    count.format(view.events),
  ]);
  const verdict =
    faults.count === 0
      ? 'All agree: every key and every final value in ledger and Kafka is the truth of the pretend systems.'
      : ['They do not agree:', ...faults.lines()].join('\n');
  return [
    columns([
      ['stream', 'read', 'applied', 'unchanged', 'superseded', 'filtered', 'dead letters'],
      ...streams,
    ]),
    '',
    columns([['topic', 'entities', 'current', 'expected', 'events (versions)'], ...topics]),
    '',
    verdict,
  ].join('\n');
}

const current = (view: TopicView): number =>
  [...view.newest.values()].filter((value) => (JSON.parse(value) as { state?: string }).state === 'current')
    .length;

/** The first column to the left, numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const pad = (cell: string, at: number): string =>
    at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
