import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';
import { checkContract, isBroken } from './check-contract.js';
import { anchorFile, MANIFEST, releasesFolder, hashOfText, type Anchor, type Manifest } from './releases.js';
import { deriveSchemas, writeStale } from './schema-files.js';

/**
 * Releases the contract as it stands. `lintel schemas release` calls it, in one process at a time; `released` is the day, ISO 8601.
 *
 * It first makes sure that the schemas are made from the models as they stand, that they break no subscriber, and that something changed.
 * Then it copies them into the next folder of `schemas/releases`, which appears whole, and last it names that folder in
 * `schemas/releases.json`. When it resolves both are written. A crash between the two leaves a folder that nothing names; `checkContract`
 * finds it as `release-not-anchored` and says the way out.
 *
 * Throws ConfigError `schemas-stale`, `contract-broken`, `nothing-to-release`, and as `checkContract`; then nothing was written.
 */
export async function releaseContract(root: string, released: string): Promise<Manifest> {
  const { files } = await deriveSchemas(root);
  const stale = await writeStale(root, files, true);
  if (stale.length > 0)
    throw releaseError(
      'schemas-stale',
      `Not made from the models as they stand: ${stale.join(', ')}`,
      'Run `npx lintel schemas generate` and commit what it writes.',
    );
  const checked = await checkContract(root);
  const { newest, current } = checked;
  if (isBroken(checked))
    throw releaseError(
      'contract-broken',
      'The contract breaks subscribers, or a release was altered.',
      '`npx lintel schemas check` names each place and the way out.',
    );
  if (!checked.changed)
    throw releaseError(
      'nothing-to-release',
      `Nothing changed since release ${newest?.number ?? 0}.`,
      'A release is made of a changed contract.',
    );
  const manifest: Manifest = {
    release: (newest?.number ?? 0) + 1,
    released,
    ...(newest && { previous: newest.manifestHash }),
    files: Object.fromEntries([...current].map(([file, text]) => [file, hashOfText(text)])),
  };
  const text = pretty(manifest);
  await writeRelease(join(releasesFolder(root), String(manifest.release)), current, text);
  const anchor: Anchor = { newest: manifest.release, manifest: hashOfText(text) };
  await writeFile(anchorFile(root), pretty(anchor));
  return manifest;
}

const pretty = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

async function writeRelease(
  folder: string,
  texts: ReadonlyMap<string, string>,
  manifest: string,
): Promise<void> {
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  for (const [file, text] of texts) await writeFile(join(draft, file), text);
  await writeFile(join(draft, MANIFEST), manifest);
  await rename(draft, folder);
}

const releaseError = (code: string, message: string, way: string): ConfigError =>
  new ConfigError(code, message, undefined, way);
