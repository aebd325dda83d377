import {
  writeHousing,
  makeFolder,
  problems,
  readFolder,
  removeFolder,
  SCHEMES,
  writeFile,
} from './testing/connectors-folder.js';

beforeEach(makeFolder);
beforeEach(() => writeHousing());
afterEach(removeFolder);

const found = (): readonly (readonly unknown[])[] => problems().map((it) => [it.code, it.at, it.way]);

test('a scheme that is declared twice is refused', () => {
  writeFile('schemes.yaml', `${SCHEMES}uh/request: { identifies: work-order }\n`);
  expect(found()[0]).toEqual([expect.any(String), 'schemes.yaml:3:1', undefined]);
});

test('two schemes whose names differ only in case are refused: they would keep apart what is one', () => {
  writeFile('schemes.yaml', `${SCHEMES}UH/workorder: { identifies: work-order }\n`);
  expect(found()).toEqual([['similar-schemes', 'schemes.yaml:3:1', expect.stringContaining('one name')]]);
});

test('ids in upper and lower case at once are refused', () => {
  writeFile('schemes.yaml', `${SCHEMES}uh/odd: { identifies: request, normalise: "upper, lower" }\n`);
  expect(found()).toEqual([['bad-value', 'schemes.yaml:3:43', 'Write one of the two.']]);
});

test('authority over a member of a collection is refused with the field to write', () => {
  writeFile('authority.yaml', 'work-order:\n  appointments.from: [housing]\n');
  expect(found()).toEqual([
    ['unknown-field', 'authority.yaml:2:3', expect.stringContaining('write "appointments"')],
  ]);
});

test('authority over a history is refused: it keeps what all say', () => {
  writeFile('authority.yaml', 'work-order:\n  statusHistory: [housing]\n');
  expect(found()).toEqual([['authority-over-history', 'authority.yaml:2:3', 'Take the line out.']]);
});

test('a connector that is named twice is refused', () => {
  writeFile('authority.yaml', 'work-order:\n  status: [housing, housing]\n');
  expect(found()).toEqual([['bad-value', 'authority.yaml:2:11', undefined]]);
});

test('a collection has an authority as any other field', () => {
  writeFile('authority.yaml', 'work-order:\n  appointments: [housing]\n');
  expect(readFolder().authority).toEqual({ 'work-order': { appointments: ['housing'] } });
});
