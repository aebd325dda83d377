import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const REAL = join(__dirname, '../../../../connectors');
const CONNECTORS = ['universal-housing', 'drs-scheduler', 'contractor-hact', 'finance-ubl'] as const;

/** A copy of the real connectors that asks more often, and that a test may mend. */
export interface ConnectorsFolder {
  readonly folder: string;
  readonly names: string;
  addCode(connector: string, table: string, line: string): void;
  remove(): void;
}

export function copyConnectors(names: readonly string[] = CONNECTORS): ConnectorsFolder {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-connectors-'));
  // without deadlines: a clock would add versions of its own to those that a test counts
  const left = ['fixtures', 'deadlines.yaml'];
  const wanted = (path: string): boolean => !left.includes(basename(path)) && !path.endsWith('.spec.ts');
  cpSync(REAL, folder, { recursive: true, filter: wanted });
  for (const name of names) quicken(join(folder, name, 'connector.yaml'));
  return {
    folder,
    names: names.join(','),
    addCode: (connector, table, line) => {
      const file = join(folder, connector, 'codes', `${table}.csv`);
      writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd()}\n${line}\n`);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function quicken(file: string): void {
  const quick = readFileSync(file, 'utf8')
    .replaceAll(/^(\s+every:) \d+m?s\b/gm, '$1 100ms')
    .replaceAll(/minimumAge: \d+s/g, 'minimumAge: 250ms');
  writeFileSync(file, quick);
}
