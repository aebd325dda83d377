import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigurationErrors } from '../problems.js';
import { readConfiguration, type ConfigurationOptions } from '../read-configuration.js';

/** The connectors folder of the test that runs. */
export let folder = '';
/** Makes an empty connectors folder; before each test. */
export const makeFolder = (): void => void (folder = mkdtempSync(join(tmpdir(), 'lintel-connectors-')));
/** Removes it again; after each test. */
export const removeFolder = (): void => rmSync(folder, { recursive: true });

/** Writes a file into the connectors folder, and the folders above it. */
export const writeFile = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

/** A schemes.yaml without mistakes. */
export const SCHEMES =
  'uh/workOrder: { identifies: work-order, normalise: "trim, upper", pad: 8 }\nuh/request: { identifies: request }\n';
/** A connector.yaml without mistakes. */
export const CONNECTOR = `lintel: 1
title: Housing
system: uh
sql:
  dialect: postgres
  host: \${env:UH_HOST}
  port: \${env:UH_PORT}
  database: uht
  user: lintel_ro
  password: \${file:SECRET}
  timezone: Europe/London
streams:
  orders:
    from: rmworder
    fields: [wo_ref, wo_status, rq_ref]
    key: wo_ref
    version: tstamp
    watermark: { column: tstamp, kind: xid8 }
    every: 2m
    as: work-order
    identity: { uh/workOrder: = wo_ref }
    links: { answers: { uh/request: = rq_ref } }
    map:
      status: = $code("status", wo_status)
`;
/** Writes the connector `housing` and what it needs, after `change` has put a mistake into its file. */
export const writeHousing = (change: (text: string) => string = (text) => text): void => {
  writeFile('schemes.yaml', SCHEMES);
  writeFile('housing/connector.yaml', change(CONNECTOR).replace('SECRET', join(folder, 'secret')));
  writeFile('housing/codes/status.csv', 'code,value,label\n100,open,In progress\n');
  writeFile('secret', 'hush\n');
};
const environment = { UH_HOST: 'db.example.org', UH_PORT: '5433' };
/** Reads the connectors folder. */
export const readFolder = (more: Partial<ConfigurationOptions> = {}) =>
  readConfiguration({ folder, wanted: ['*'], environment, ...more });
/** What is wrong with the connectors folder, as specs compare it. */
export const problems = (more: Partial<ConfigurationOptions> = {}) => {
  try {
    readFolder(more);
  } catch (error) {
    if (!(error instanceof ConfigurationErrors)) throw error;
    return error.problems.map(({ code, place, way }) => ({
      code,
      at: [place?.file.slice(folder.length + 1), place?.line, place?.column].join(':'),
      path: place?.path,
      way,
    }));
  }
  return [];
};
