import { packageRoot } from './local.js';
import { runScenario } from './run.js';

describe('a landlord whose machines fail', () => {
  it('tells every change once over kill -9 of connector app, Kafka and PostgreSQL', async () => {
    const lines: string[] = [];
    const faults = await runScenario({
      scenario: 'mixed',
      kills: { connector: 4, kafka: 1, postgres: 1 },
      repairs: 600,
      seed: 4,
      keep: false,
      root: packageRoot(),
      say: (line) => void lines.push(line),
      stop: new AbortController().signal,
    });
    expect({ faults, told: faults.length === 0 ? '' : lines.join('\n') }).toEqual({ faults: [], told: '' });
  });
});
