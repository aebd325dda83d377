import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '#libs/model/json.js';
import { checkContract, isBroken } from './check-contract.js';
import { releaseContract } from './release.js';
import { hashOfText } from './releases.js';
import { deriveSchemas, writeStale } from './schema-files.js';

const project = join(__dirname, '../..');
/** The project of the test at hand, and those that all begin from. */
let root: string;
let templates: Readonly<Record<'made' | 'released' | 'twice', string>>;

/** Projects of their own: the models as they stand and what is made of them; the same released; changed and released again. */
beforeAll(async () => {
  templates = { made: newFolder(), released: newFolder(), twice: newFolder() };
  root = templates.made;
  cpSync(join(project, 'schemas/model'), join(root, 'schemas/model'), { recursive: true });
  await make();
  begin('made', templates.released);
  await release();
  begin('released', templates.twice);
  await change(addField('energyRating'));
  await release();
});
afterAll(() => {
  for (const folder of Object.values(templates)) rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => begin('made'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'lintel-schemas-'));

/** Goes on from a copy of a template. */
function begin(template: keyof typeof templates, folder = newFolder()): void {
  root = folder;
  cpSync(templates[template], root, { recursive: true });
}

const released = (file: string): string => join(root, 'schemas/releases', file);
const release = (day = '2026-11-24'): ReturnType<typeof releaseContract> => releaseContract(root, day);

const make = async (): Promise<unknown> => writeStale(root, (await deriveSchemas(root)).files, false);

/** Changes the model of properties and makes the schemas of it. */
async function change(edit: (fields: Record<string, JsonObject>) => void): Promise<void> {
  const path = join(root, 'schemas/model/property.v1.json');
  const model = JSON.parse(readFileSync(path, 'utf8')) as { properties: Record<string, JsonObject> };
  edit(model.properties);
  writeFileSync(path, JSON.stringify(model));
  await make();
}

const addField = (name: string) => (fields: Record<string, JsonObject>) => {
  fields[name] = { 'x-class': 'internal', type: 'string', description: 'New.' };
};

test('before the first release there is nothing to compare with, and that is fine', async () => {
  const checked = await checkContract(root);
  expect(checked.newest).toBeUndefined();
  expect(checked.findings).toEqual([]);
});

test('a release holds every schema of the contract with its hash, and is not made twice', async () => {
  const manifest = await release();
  expect(manifest).toMatchObject({ release: 1, released: '2026-11-24' });
  expect(Object.keys(manifest.files)).toContain('work-order-personal.v1.json');
  expect(Object.keys(manifest.files)).toContain('event-headers.v1.json');
  expect(manifest.files['property.v1.json']).toBe(
    hashOfText(readFileSync(released('1/property.v1.json'), 'utf8')),
  );
  expect(await checkContract(root)).toMatchObject({ findings: [], changed: false });
  await expect(release()).rejects.toMatchObject({ code: 'nothing-to-release' });
});

test('a safe change is allowed and makes the next release, which names the one before', async () => {
  begin('released', root);
  await change(addField('energyRating'));
  const checked = await checkContract(root);
  expect(checked.findings).toMatchObject([{ code: 'field-added', path: '$.energyRating' }]);
  expect(isBroken(checked)).toBe(false);
  const previous = hashOfText(readFileSync(released('1/manifest.json'), 'utf8'));
  expect(await release('2026-12-01')).toMatchObject({ release: 2, released: '2026-12-01', previous });
  expect(await checkContract(root)).toMatchObject({ findings: [], newest: { number: 2 } });
});

test('a breaking change is refused by check and by release', async () => {
  begin('released', root);
  await change((fields) => delete fields['asbestos']);
  expect((await checkContract(root)).findings).toMatchObject([
    { code: 'field-removed', breaking: true, file: 'property.v1.json', path: '$.asbestos' },
  ]);
  await expect(release()).rejects.toMatchObject({ code: 'contract-broken' });
});

test('a field that becomes personal is refused: it moves to the companion topic', async () => {
  begin('released', root);
  await change((fields) => {
    fields['postcode'] = { ...fields['postcode'], 'x-class': 'personal' };
  });
  expect((await checkContract(root)).findings[0]).toMatchObject({
    code: 'field-moved',
    file: 'property.v1.json',
    path: '$.postcode',
  });
});

test('schemas that are not made from their models are not released', async () => {
  writeFileSync(join(root, 'schemas/property.v1.json'), '{}');
  await expect(release()).rejects.toMatchObject({ code: 'schemas-stale' });
});

describe('what is released never changes:', () => {
  beforeEach(() => begin('twice', root));
  const rewrite = (file: string, edit: (text: string) => string): void =>
    writeFileSync(released(file), edit(readFileSync(released(file), 'utf8')));

  test.each<[name: string, code: string, file: string, tamper: () => void]>([
    [
      'a file of the newest release was edited',
      'released-file-changed',
      'releases/2/property.v1.json',
      () => rewrite('2/property.v1.json', (text) => text.replace('"Property"', '"Home"')),
    ],
    [
      'a file of an older release was edited',
      'released-file-changed',
      'releases/1/work-order.v1.json',
      () => rewrite('1/work-order.v1.json', (text) => `${text}\n`),
    ],
    [
      'a file was edited together with its manifest',
      'released-file-changed',
      'releases/2/manifest.json',
      () => {
        const before = hashOfText(readFileSync(released('1/property.v1.json'), 'utf8'));
        rewrite('1/property.v1.json', (text) => `${text}\n`);
        const now = hashOfText(readFileSync(released('1/property.v1.json'), 'utf8'));
        rewrite('1/manifest.json', (text) => text.replace(before, now));
      },
    ],
    [
      'a file was taken away',
      'released-file-missing',
      'releases/2/invoice.v1.json',
      () => rmSync(released('2/invoice.v1.json')),
    ],
    [
      'a manifest was taken away',
      'released-file-missing',
      'releases/2/manifest.json',
      () => rmSync(released('2/manifest.json')),
    ],
    [
      'a file was added',
      'released-file-added',
      'releases/2/extra.v1.json',
      () => writeFileSync(released('2/extra.v1.json'), '{}'),
    ],
    [
      'the newest release was taken away',
      'release-missing',
      'releases/2',
      () => rmSync(released('2'), { recursive: true }),
    ],
    [
      'all releases were taken away',
      'release-missing',
      'releases/2',
      () => rmSync(released(''), { recursive: true }),
    ],
    [
      'a file of the newest release was edited together with its manifest',
      'released-file-changed',
      'releases/2/manifest.json',
      () => {
        const before = hashOfText(readFileSync(released('2/property.v1.json'), 'utf8'));
        rewrite('2/property.v1.json', (text) => `${text}\n`);
        const now = hashOfText(readFileSync(released('2/property.v1.json'), 'utf8'));
        rewrite('2/manifest.json', (text) => text.replace(before, now));
      },
    ],
    [
      'releases.json was taken away',
      'release-not-anchored',
      'releases/2',
      () => rmSync(join(root, 'schemas/releases.json')),
    ],
    [
      'releases.json is that of an older release',
      'release-not-anchored',
      'releases/2',
      () =>
        writeFileSync(
          join(root, 'schemas/releases.json'),
          JSON.stringify({
            newest: 1,
            manifest: hashOfText(readFileSync(released('1/manifest.json'), 'utf8')),
          }),
        ),
    ],
    [
      'a release was taken away',
      'release-missing',
      'releases/1',
      () => rmSync(released('1'), { recursive: true }),
    ],
  ])('%s', async (_, code, file, tamper) => {
    tamper();
    const checked = await checkContract(root);
    expect(checked.findings).toContainEqual(expect.objectContaining({ code, breaking: true, file }));
    await expect(release()).rejects.toMatchObject({ code: 'contract-broken' });
  });
});

test('what cannot be judged is not released, not even first', async () => {
  await change((fields) => {
    fields['extra'] = { 'x-class': 'internal', $ref: '#/$defs/reference', maxProperties: 2 };
  });
  await expect(release()).rejects.toMatchObject({ code: 'schema-reference-mixed' });
});
