import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BOOKINGS, post } from '../kit/calls.js';
import { World } from '../kit/world.js';

const has = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;
const there = has('kcat', '-V') && has('python3', '-c', 'import jsonschema');
if (!there && process.env['CI'] === 'true') throw new Error('kcat and python3-jsonschema are missing.');
if (!there) console.warn('Skipped: apt-get install kcat python3-jsonschema');

const MARKER = 'Zzmark';
const personal = {
  rq_problem: `${MARKER} reports a leak`,
  rq_name: `${MARKER} Tenant`,
  rq_phone: '07700 900123',
  rq_access: MARKER,
};

(there ? test : test.skip)(
  'kcat reads and another language validates: schemas, keys, headers, versions, nothing personal outside',
  async () => {
    const world = await World.make();
    try {
      const { url } = await world.start();
      await world.housing.put('property', {
        prop_ref: '00000001',
        level_code: '7',
        short_address: `${MARKER} 1 High Street`,
      });
      await world.housing.put('rmreqst', {
        rq_ref: '02000001',
        prop_ref: '00000001',
        rq_status: '200',
        rq_priority: 'N',
        rq_date: '2026-01-05 09:00:00',
        ...personal,
      });
      await world.housing.put('rmworder', {
        wo_ref: '00000001',
        rq_ref: '02000001',
        prop_ref: '00000001',
        rmworder_sid: 1,
        wo_status: '100',
        u_priority: 'N',
        created: '2026-01-05 10:00:00',
      });
      await world.counted('universal-housing/orders', { applied: 1 });
      await world.counted('universal-housing/requests', { applied: 1 });
      await world.counted('universal-housing/properties', { applied: 1 });
      await world.housing.put('rmworder', {
        wo_ref: '00000001',
        wo_status: '300',
        datecomp: '2026-01-06 10:00:00',
      });
      await world.counted('universal-housing/orders', { applied: 2 });
      await post(`${url}${BOOKINGS}`, '<nothing/>', { 'content-type': 'text/xml' });
      await world.events();
      const lines = consume(world.brokers, world.prefix);
      const [orders] = lines.filter((it) => it.topic === 'work-order');
      expect(orders?.keys).toBe(1);
      expect(orders?.events).toBeGreaterThan(1);
      for (const line of lines) {
        expect(line).toMatchObject({ invalid: 0, disorder: 0, headers: 0 });
        if (!line.topic.endsWith('-personal')) expect(line).toMatchObject({ marked: 0 });
      }
      expect(lines.filter((it) => it.marked > 0).map((it) => it.topic)).toEqual([
        'request-personal',
        'property-personal',
      ]);
    } finally {
      await world.close();
    }
  },
);

interface Line {
  readonly topic: string;
  readonly keys: number;
  readonly events: number;
  readonly invalid: number;
  readonly disorder: number;
  readonly headers: number;
  readonly marked: number;
}

function consume(brokers: readonly string[], prefix: string): readonly Line[] {
  const script = join(__dirname, 'consumer.py');
  const schemas = join(__dirname, '../../../../schemas');
  const { status, stdout, stderr } = spawnSync(
    'python3',
    [script, brokers.join(','), prefix, schemas, MARKER],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
