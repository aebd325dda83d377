import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseContract } from '#libs/contract/release.js';
import { deriveSchemas, writeStale } from '#libs/contract/schema-files.js';
import type { JsonObject } from '#libs/model/json.js';
import { lintel } from '../testing/lintel.js';

const project = join(__dirname, '../../..');
let root: string;

/** A project of its own: the models as they stand, without releases and examples. */
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'lintel-schemas-'));
  cpSync(join(project, 'schemas/model'), join(root, 'schemas/model'), { recursive: true });
  await make();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const make = async (): Promise<unknown> => writeStale(root, (await deriveSchemas(root)).files, false);

async function check(...more: readonly string[]): Promise<{ status: number; stdout: string }> {
  const { status, stdout } = await lintel(['schemas', 'check', ...more], {}, root);
  return { status, stdout: stdout.toString() };
}

test('schemas check says it in JSON and in plain words, and by its exit code', async () => {
  expect(await check()).toEqual({ status: 0, stdout: 'No release yet: nothing to compare with.\n' });
  await releaseContract(root, '2026-11-24');
  expect(await check()).toEqual({ status: 0, stdout: 'Nothing breaks a subscriber of release 1.\n' });

  mkdirSync(join(root, 'schemas/releases/1.new')); // what a release that was killed leaves behind
  const path = join(root, 'schemas/model/property.v1.json');
  const model = JSON.parse(readFileSync(path, 'utf8')) as { properties: Record<string, JsonObject> };
  delete model.properties['asbestos'];
  writeFileSync(path, JSON.stringify(model));
  await make();

  const { status, stdout } = await check('--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    compatible: false,
    release: 1,
    findings: [{ code: 'field-removed', path: '$.asbestos', way: expect.stringContaining('Keep the field') }],
  });
  expect((await check()).stdout).toContain('schemas/property.v1.json  field-removed: the field is gone');

  const built = [join(project, 'dist/apps/cli/main.js'), 'schemas', 'check', '--json'];
  expect(spawnSync(process.execPath, built, { cwd: root, encoding: 'utf8' })).toMatchObject({
    status,
    stdout,
  });
});
