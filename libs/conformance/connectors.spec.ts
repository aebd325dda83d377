import { join } from 'node:path';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import { connectorReport } from './connector/report.js';
import { tryConnector } from './connector/try-connector.js';

/** Every connector that is shipped, by its own fixtures: see `connector/try-connector.ts`. */
const folder = join(__dirname, '../../connectors');
const { connectors } = readConfiguration({ folder, wanted: ['*'], environment: {}, unresolved: 'keep' });

test.each(connectors.map((connector) => [connector.name, connector] as const))(
  '%s',
  async (name, connector) => {
    const result = await tryConnector(connector, join(folder, name));
    expect(connectorReport(result)).toEqual([]);
    expect(result.streams.flatMap(({ cases }) => cases)).not.toHaveLength(0);
  },
);
