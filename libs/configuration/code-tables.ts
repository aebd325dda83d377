import type { CodeRow } from '#libs/mapping/mapping-spec.js';
import { parse } from 'csv-parse/sync';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problems } from './problems.js';

/** Code tables: table → its rows. */
export type Codes = { readonly [table: string]: readonly CodeRow[] };

/**
 * Reads the code tables of a connector's folder. Each `codes/<table>.csv` is one: UTF-8, columns `code,value,label`, of which `label` may be
 * absent. Adds `bad-code-table` and `repeated-code` to `problems`. A folder without tables gives none.
 */
export function readCodeTables(folder: string, problems: Problems): Codes {
  const codesFolder = join(folder, 'codes');
  const files = existsSync(codesFolder)
    ? readdirSync(codesFolder)
        .filter((name) => name.endsWith('.csv'))
        .sort()
    : [];
  return Object.fromEntries(
    files.map((name) => [name.slice(0, -4), readTable(join(codesFolder, name), problems)]),
  );
}

function readTable(file: string, problems: Problems): readonly CodeRow[] {
  let rows: readonly { info: { lines: number }; record: { [column: string]: string } }[];
  try {
    rows = parse(readFileSync(file), {
      columns: true,
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
    }) as unknown as typeof rows;
  } catch (error) {
    const { code = 'CSV', lines } = error as { code?: string; lines?: number };
    problems.add('bad-code-table', `The code table is not CSV (${code}).`, {
      file,
      ...(lines === undefined ? {} : { line: lines }),
    });
    return [];
  }
  const seen = new Set<string>();
  return rows.flatMap(({ record, info }) => {
    const { code, value, label } = record as { code?: string; value?: string; label?: string };
    const place = { file, line: info.lines };
    if (!code || !value) {
      problems.add(
        'bad-code-table',
        'A row needs `code` and `value`.',
        place,
        'The columns are code,value,label.',
      );
      return [];
    }
    if (seen.has(code)) problems.add('repeated-code', `The code "${code}" stands twice in the table.`, place);
    seen.add(code);
    return [label ? { code, value, label } : { code, value }];
  });
}
