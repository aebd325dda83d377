import type { Drop, FilesSystem } from './files-driver.js';

const LIMITS = [1, 2, 7, 1000] as const;
const count = (length: number): readonly number[] => Array.from({ length }, (_, at) => at + 1);

/** Lines from 2 on: the first is the header. */
const csv = (name: string, rows: readonly string[], modified: number): Drop => ({
  name,
  content: `\ufeffid,note\r\n${rows.map((row) => `${row}\r\n`).join('')}`,
  positions: rows.map((_, at) => `${name}:${at + 2}`),
  modified,
});
const rows = (length: number): readonly string[] =>
  count(length).map((id) => `00${id},"Leak, ""bad"" ${id}"`);

/** A file that cannot be read is one record, under its name. */
const bad = (name: string, content: string, modified: number): Drop => ({
  name,
  content,
  positions: [name],
  modified,
});

/** Several files, two of one moment, one with a ragged row, one that does not parse. */
const CSV: FilesSystem = {
  settings: { format: 'csv', fields: ['id'] },
  limits: LIMITS,
  filled: [
    csv('z-first.csv', rows(3), 1_700_000_001),
    csv('b-of-one-moment.csv', rows(4), 1_700_000_002),
    csv('a-of-one-moment.csv', [...rows(2), 'ragged', ...rows(1)], 1_700_000_002),
    bad('unreadable.csv', 'id,note\n"1,', 1_700_000_003),
    bad('column-gone.csv', 'other\n1\n', 1_700_000_004),
    csv('windows.csv', rows(17), 1_700_000_005),
    csv('empty.csv', [], 1_700_000_006),
  ],
  added: [csv('a-new.csv', rows(5), 1_700_000_010), csv('b-new.csv', rows(1), 1_700_000_011)],
};

/** Larger than what is kept in memory after the check (500 records), so that each window is parsed again. */
const LARGE_CSV: FilesSystem = {
  settings: { format: 'csv' },
  limits: [61, 250, 1000],
  filled: [csv('large.csv', rows(730), 1_700_000_001), csv('small.csv', rows(40), 1_700_000_002)],
  added: [csv('new.csv', rows(10), 1_700_000_010)],
};

const json = (name: string, content: string, length: number, modified: number): Drop => ({
  name,
  content,
  positions: count(length).map((at) => `${name}:${at}`),
  modified,
});
const objects = (length: number): readonly string[] =>
  count(length).map((id) => `{ "id": "00${id}", "account": 1234567890123456${id}, "net": 1.50 }`);

/** An array, lines, one object, an array with something that is no record. */
const JSON_FILES: FilesSystem = {
  settings: { format: 'json' },
  limits: LIMITS,
  filled: [
    json('z-lines.jsonl', `${objects(4).join('\n')}\n`, 4, 1_700_000_001),
    json('array.json', `[${objects(16).join(',\n')}]`, 16, 1_700_000_002),
    json('one.json', objects(1).join(''), 1, 1_700_000_002),
    json('mixed.json', `[ ${objects(2).join(', ')}, 7, "text", {} ]`, 5, 1_700_000_003),
    bad('cut.json', '[{"id":1},', 1_700_000_004),
    json('nothing.json', '[]', 0, 1_700_000_005),
  ],
  added: [json('new.json', `[${objects(6).join(',')}]`, 6, 1_700_000_010)],
};

const report = (id: number): string =>
  `{ "id": "00${id}", "reports": [{ "data": "${Buffer.from(`Report ${id}, all well`).toString('base64')}" }] }`;

/** Records that bring files along: what is handed over and stored refers to them. */
const JSON_WITH_FILES: FilesSystem = {
  settings: { format: 'json', attachments: [{ at: ['reports'], content: 'data', class: 'internal' }] },
  limits: [1, 4, 1000],
  filled: [
    json('one.json', report(1), 1, 1_700_000_001),
    json('several.json', `[${count(7).map(report).join(',')}, 7]`, 8, 1_700_000_002),
  ],
  added: [json('new.json', `[${count(3).map(report).join(',')}]`, 3, 1_700_000_010)],
};

const xml = (name: string, id: number, modified: number): Drop =>
  bad(
    name,
    `<?xml version="1.0"?><u:Invoice xmlns:u="x"><u:ID>00${id}</u:ID><u:Line>1</u:Line></u:Invoice>`,
    modified,
  );

/** One record per file: windows of files. */
const XML: FilesSystem = {
  settings: { format: 'xml', record: ['Invoice'], repeated: ['Line'] },
  limits: LIMITS,
  filled: [
    ...count(9).map((id) => xml(`invoice-${id}.xml`, id, 1_700_000_001 + Math.floor(id / 3))),
    bad('order.xml', '<Order/>', 1_700_000_005),
    bad('cut.xml', '<Invoice><ID>1</Invoice>', 1_700_000_006),
  ],
  added: [xml('new-1.xml', 1, 1_700_000_010), xml('new-2.xml', 2, 1_700_000_010)],
};

export const FILES_SYSTEMS: Readonly<Record<string, FilesSystem>> = {
  csv: CSV,
  'csv, one of 730 rows': LARGE_CSV,
  json: JSON_FILES,
  'json that brings files along': JSON_WITH_FILES,
  xml: XML,
};
