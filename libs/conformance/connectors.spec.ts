import { readdirSync, readFileSync } from 'node:fs';
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

const OF_ALL = /^(authority|deadlines|schemes)\.yaml$/;
const OF_ONE =
  /^[^/]+\/(connector\.yaml|README\.md|codes\/[^/]+\.csv|fixtures\/[^/]+\/[^/]+\.(json|xml|csv))$/;

/** An answer to a sender stands beside connector.yaml, which names it. */
function isNamed(path: string): boolean {
  const [name = '', file = ''] = path.split('/');
  return (
    path === `${name}/${file}` &&
    readFileSync(join(folder, name, 'connector.yaml'), 'utf8').includes(`body: ${file}`)
  );
}

test('the folder holds connectors, and nothing else', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  expect(files.filter((path) => !OF_ALL.test(path) && !OF_ONE.test(path) && !isNamed(path))).toEqual([]);
});
