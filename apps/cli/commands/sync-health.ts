import { Command } from 'commander';
import { syncHealth, type StreamSyncHealth, type SyncHealth } from '#libs/ledger/queries/sync-health.js';
import { withLedger } from '../connection.js';
import { EXIT, print, printJson, table } from '../output.js';

/** Exit code 1 where a stream is late, failing or stopped: for scripts and monitors. */
export function syncHealthCommand(): Command {
  return new Command('sync-health')
    .description('is every stream fresh, what is it behind by, what did it refuse')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const health = await withLedger((ledger) => syncHealth(ledger, new Date()));
      if (json) printJson(health);
      else print(plainHealth(health));
      if (health.streams.some((it) => ['late', 'failing', 'stopped'].includes(it.state)))
        process.exitCode = EXIT.no;
    });
}

export function plainHealth(health: SyncHealth): string {
  const head = [
    'stream',
    'state',
    'since',
    'last success (contract)',
    'read',
    'applied',
    'unchanged',
    'superseded',
    'filtered',
    'dead letters',
  ];
  const rows = health.streams.map((it) => [
    `${it.connector}/${it.stream}`,
    it.code === undefined ? it.state : `${it.state} (${it.code})`,
    ago(it.since, health.at),
    freshness(it, health.at),
    ...counts(it),
  ]);
  const notes = health.streams.flatMap(notesOn);
  const { published, last, oldestUnpublishedAt, relay } = health.relay;
  const waiting = last - published;
  const old =
    oldestUnpublishedAt === undefined ? '' : `, the oldest for ${ago(oldestUnpublishedAt, health.at)}`;
  const state = typeof relay?.['state'] === 'string' ? relay['state'] : 'not running';
  return [
    table([head, ...rows]),
    '',
    `relay: ${state}, ${published} of ${last} events published${waiting > 0 ? `, ${waiting} waiting${old}` : ''}`,
    ...said(relay),
    ...(health.relinking === 0
      ? []
      : [`${health.relinking} entities wait for their links to be followed anew`]),
    ...notes,
  ].join('\n');
}

/** Why the relay fails or refuses, and the way out. */
const said = (relay: SyncHealth['relay']['relay']): readonly string[] =>
  [relay?.['code'], relay?.['message'], relay?.['way']].flatMap((it) =>
    typeof it === 'string' ? [`relay: ${it}`] : [],
  );

/** `5 s (2 min)`: how long ago, and how long it may be by contract. */
const freshness = ({ lastSuccessAt, freshnessSeconds }: StreamSyncHealth, now: string): string =>
  freshnessSeconds === undefined
    ? ago(lastSuccessAt, now)
    : `${ago(lastSuccessAt, now)} (${duration(freshnessSeconds)})`;

const counts = ({ counts: it }: StreamSyncHealth): readonly string[] =>
  [it.read, it.applied, it.unchanged, it.superseded, it.filtered, it.deadLetters].map(String);

function notesOn(it: StreamSyncHealth): readonly string[] {
  const name = `${it.connector}/${it.stream}`;
  const listed = (counted: Readonly<Record<string, number>>): string =>
    Object.entries(counted)
      .sort(([, a], [, b]) => b - a)
      .slice(0, 8)
      .map(([code, count]) => `${code} ${count}`)
      .join(', ');
  return [
    ...(it.message === undefined ? [] : [`${name}: ${it.message}`]),
    ...(typeof it.fence?.['heldBy'] === 'string'
      ? [`${name}: the fence is held by ${it.fence['heldBy']}`]
      : []),
    ...(Object.keys(it.openDeadLetters).length === 0
      ? []
      : [`${name}: open dead letters: ${listed(it.openDeadLetters)}`]),
    ...(Object.keys(it.unmappedCodes).length === 0
      ? []
      : [`${name}: codes that no table knows: ${listed(it.unmappedCodes)}`]),
    ...(it.unlinkedEntities === 0
      ? []
      : [`${name}: ${it.unlinkedEntities} entities with a link that leads nowhere yet`]),
    ...(it.heldMerges === 0
      ? []
      : [`${name}: ${it.heldMerges} merges wait for a decision (npx lintel merges list)`]),
  ];
}

/** `3 min`, by the time the answer was made. */
export function ago(at: string | undefined, now: string): string {
  if (at === undefined) return '–';
  return duration(Math.max(0, Math.round((Date.parse(now) - Date.parse(at)) / 1000)));
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
