import type { AcceptedContribution } from '#libs/resolution/fold/accepted-contribution.js';
import { fold } from '#libs/resolution/fold/fold.js';
import type { Mapped } from '#libs/model/contribution.js';
import { join } from 'node:path';
import {
  CONNECTORS,
  configuration,
  describeReal,
  sharedFile,
  streamOf,
  valuesIn,
} from './testing/shared-data.js';

async function mapped(stream: string, file: string): Promise<Mapped[]> {
  const spec = streamOf('nyc-311', stream);
  return spec.mapping.map(await valuesIn(spec, file));
}

describeReal('datasets', 'real records of New York', () => {
  it.each([
    ['csv-export', 'nyc-311/311_Service_Requests.1000.csv', { contributions: 159, filtered: 841 }],
    ['json-export', 'nyc-311/fhrw-4uyv.1000.json', { contributions: 457, filtered: 543 }],
    ['council-csv', 'nyc-council-housing-repairs.sample-5000.csv', { contributions: 5000 }],
  ])('%s: each is accounted for (I3)', async (stream, file, expected) => {
    const counts: Record<string, number> = {};
    const unmapped: string[] = [];
    for (const each of await mapped(stream, sharedFile(`datasets/${file}`))) {
      counts[each.outcome] = (counts[each.outcome] ?? 0) + 1;
      if (each.outcome === 'contributions')
        unmapped.push(...each.unmapped.map(({ table, code }) => `${table}: ${code}`));
    }
    expect(counts).toEqual(expected);
    expect(unmapped).toEqual([]);
  });
});

it('the newest version of a request wins, whichever form is read first (I5)', async () => {
  const fixtures = join(CONNECTORS, 'nyc-311/fixtures');
  const said = [
    {
      stream: 'csv-export',
      all: await mapped('csv-export', join(fixtures, 'csv-export/newer-and-not-housing.csv')),
    },
    {
      stream: 'json-export',
      all: await mapped('json-export', join(fixtures, 'json-export/older-of-the-same-key.json')),
    },
  ].flatMap(({ stream, all }): AcceptedContribution[] => {
    const [first] = all;
    if (first?.outcome !== 'contributions') return [];
    return first.contributions.map((each, index) => ({
      connector: 'nyc-311',
      stream,
      system: 'nyc',
      key: first.key,
      version: first.version?.sort ?? '',
      arrival: index,
      held: [],
      history: [],
      ...each,
    }));
  });
  expect(said).toHaveLength(2);
  for (const order of [said, [...said].reverse()]) {
    expect(fold('request', order, configuration.authority['request'] ?? {}).fields).toMatchObject({
      status: { value: 'closed' },
      resolution: 'Inspected.',
    });
  }
});
