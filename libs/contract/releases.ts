import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from './compat/contract.js';
import { undefinedIfMissing, readTexts } from './contract-files.js';

/** What a release holds, so that a changed file is seen: `schemas/releases/<n>/manifest.json`. */
export interface Manifest {
  readonly release: number;
  /** The day, ISO 8601. */
  readonly released: string;
  /** SHA-256 of the manifest before it, so that an old release cannot be made anew behind a newer one. Absent in the first. */
  readonly previous?: string;
  /** File name → SHA-256 of its bytes, hexadecimal. */
  readonly files: Readonly<Record<string, string>>;
}

/** One release as it lies in its folder. */
export interface Release {
  /** The name of the folder: 1, 2, 3 …. */
  readonly number: number;
  readonly manifest: Manifest;
  /** SHA-256 of the manifest's text, hexadecimal. */
  readonly manifestHash: string;
  /** File name → text. */
  readonly texts: ReadonlyMap<string, string>;
}

/** SHA-256 of a text in UTF-8, hexadecimal. */
export const hashOfText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The folder of all releases; `root` is that of the checkout. */
export const releasesFolder = (root: string): string => join(root, 'schemas', 'releases');

/**
 * Which release is the newest: `schemas/releases.json`. It stands outside the release's folder, so that nobody can take that away or alter it
 * unseen.
 */
export interface Anchor {
  readonly newest: number;
  /** SHA-256 of its manifest, hexadecimal. */
  readonly manifest: string;
}

/** The path of the anchor; `root` is the folder of the checkout. */
export const anchorFile = (root: string): string => join(root, 'schemas', ANCHOR);

/**
 * Reads all releases, in the order of their numbers, and finds every way in which one is not what was released. All such findings are
 * breaking. A release without a readable manifest is only a finding.
 */
export async function readReleases(
  root: string,
): Promise<{ readonly releases: readonly Release[]; readonly findings: readonly Finding[] }> {
  const names = (await readdir(releasesFolder(root)).catch(undefinedIfMissing)) ?? [];
  const numbers = names
    .map(Number)
    .filter(Number.isInteger)
    .sort((left, right) => left - right);
  const releases: Release[] = [];
  const findings: Finding[] = [];
  for (const [index, number] of numbers.entries()) {
    if (number !== index + 1) findings.push(damage('release-missing', `${index + 1}`, 'the release is gone'));
    const release = await readRelease(root, number);
    findings.push(...(release ? alterations(release, releases.at(-1)) : [missingManifest(number)]));
    if (release) releases.push(release);
  }
  findings.push(...anchorFindings(await readAnchor(root), releases.at(-1), numbers.at(-1) ?? 0));
  return { releases, findings };
}

async function readAnchor(root: string): Promise<Anchor | undefined> {
  const text = await readFile(anchorFile(root), 'utf8').catch(undefinedIfMissing);
  return text === undefined ? undefined : (JSON.parse(text) as Anchor);
}

function anchorFindings(
  anchor: Anchor | undefined,
  newest: Release | undefined,
  number: number,
): readonly Finding[] {
  const anchored = anchor?.newest ?? 0;
  if (anchored > number) return [damage('release-missing', `${anchored}`, 'the newest release is gone')];
  if (anchored < number)
    return [
      {
        ...damage('release-not-anchored', `${number}`, `${ANCHOR} does not name it as the newest`),
        way: `Restore ${ANCHOR} from version control; where \`schemas release\` was interrupted, remove the folder and release again.`,
      },
    ];
  if (!newest || anchor?.manifest === newest.manifestHash) return [];
  return [damage('released-file-changed', `${number}/${MANIFEST}`, `is not the one that ${ANCHOR} names`)];
}

async function readRelease(root: string, number: number): Promise<Release | undefined> {
  const folder = join(releasesFolder(root), String(number));
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(undefinedIfMissing);
  const manifest = text === undefined ? undefined : manifestIn(text);
  if (text === undefined || !manifest) return undefined;
  const present = (await readdir(folder)).filter((file) => file !== MANIFEST);
  return { number, manifest, manifestHash: hashOfText(text), texts: await readTexts(folder, present) };
}

function manifestIn(text: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Manifest;
    return typeof manifest.files === 'object' ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function alterations(release: Release, before: Release | undefined): readonly Finding[] {
  const { number, manifest, texts } = release;
  const files = [...new Set([...Object.keys(manifest.files), ...texts.keys()])].sort();
  const broken = manifest.release !== number || manifest.previous !== before?.manifestHash;
  return [
    ...(broken
      ? [damage('released-file-changed', `${number}/${MANIFEST}`, 'does not follow from the release before')]
      : []),
    ...files.flatMap((file): readonly Finding[] => {
      const [hash, text] = [manifest.files[file], texts.get(file)];
      const at = `${number}/${file}`;
      if (text === undefined) return [damage('released-file-missing', at, 'the file is gone')];
      if (hash === undefined) return [damage('released-file-added', at, 'the file is not in the manifest')];
      if (hash === hashOfText(text)) return [];
      return [damage('released-file-changed', at, 'differs from its manifest')];
    }),
  ];
}

/** The name of a release's manifest in its folder. */
export const MANIFEST = 'manifest.json';
const ANCHOR = 'releases.json';

const missingManifest = (number: number): Finding =>
  damage('released-file-missing', `${number}/${MANIFEST}`, 'there is no manifest, or it cannot be read');

const damage = (code: string, file: string, what: string): Finding => ({
  code,
  breaking: true,
  file: `releases/${file}`,
  path: '$',
  what,
  way: 'What is released never changes: restore the folder from version control. A new state of the contract is a new release.',
});
