import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from './compat/contract.js';
import { absent, readTexts } from './contract-files.js';

/** `schemas/releases/<n>/manifest.json`: what a release holds, so that a changed file is seen. */
export interface Manifest {
  readonly release: number;
  /** The day, ISO 8601. */
  readonly released: string;
  /** SHA-256 of the manifest before, absent in the first: an old release cannot be made anew behind a newer one. */
  readonly previous?: string;
  /** File name → SHA-256 of its bytes, hexadecimal. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Release {
  readonly number: number;
  readonly manifest: Manifest;
  readonly manifestHash: string;
  /** File name → text. */
  readonly texts: ReadonlyMap<string, string>;
}

export const hashOfText = (text: string): string => createHash('sha256').update(text).digest('hex');

export const releasesFolder = (root: string): string => join(root, 'schemas', 'releases');

/** `schemas/releases.json`: which release is the newest, said outside its folder, so that it cannot be taken away or altered unseen. */
export interface Anchor {
  readonly newest: number;
  /** SHA-256 of its manifest, hexadecimal. */
  readonly manifest: string;
}

export const anchorFile = (root: string): string => join(root, 'schemas', ANCHOR);

/** All releases in order of their numbers, and every way in which one is not what was released. */
export async function readReleases(
  root: string,
): Promise<{ readonly releases: readonly Release[]; readonly findings: readonly Finding[] }> {
  const names = (await readdir(releasesFolder(root)).catch(absent)) ?? [];
  const numbers = names
    .map(Number)
    .filter(Number.isInteger)
    .sort((one, other) => one - other);
  const releases: Release[] = [];
  const findings: Finding[] = [];
  for (const [index, number] of numbers.entries()) {
    if (number !== index + 1) findings.push(wrong('release-missing', `${index + 1}`, 'the release is gone'));
    const release = await readRelease(root, number);
    findings.push(...(release ? altered(release, releases.at(-1)) : [lost(number)]));
    if (release) releases.push(release);
  }
  findings.push(...unanchored(await readAnchor(root), releases.at(-1), numbers.at(-1) ?? 0));
  return { releases, findings };
}

async function readAnchor(root: string): Promise<Anchor | undefined> {
  const text = await readFile(anchorFile(root), 'utf8').catch(absent);
  return text === undefined ? undefined : (JSON.parse(text) as Anchor);
}

function unanchored(
  anchor: Anchor | undefined,
  newest: Release | undefined,
  number: number,
): readonly Finding[] {
  const told = anchor?.newest ?? 0;
  if (told > number) return [wrong('release-missing', `${told}`, 'the newest release is gone')];
  if (told < number)
    return [
      {
        ...wrong('release-not-anchored', `${number}`, `${ANCHOR} does not name it as the newest`),
        way: `Restore ${ANCHOR} from version control; where \`schemas release\` was interrupted, remove the folder and release again.`,
      },
    ];
  if (!newest || anchor?.manifest === newest.manifestHash) return [];
  return [wrong('released-file-changed', `${number}/${MANIFEST}`, `is not the one that ${ANCHOR} names`)];
}

async function readRelease(root: string, number: number): Promise<Release | undefined> {
  const folder = join(releasesFolder(root), String(number));
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(absent);
  const manifest = text === undefined ? undefined : manifestIn(text);
  if (text === undefined || !manifest) return undefined;
  const there = (await readdir(folder)).filter((file) => file !== MANIFEST);
  return { number, manifest, manifestHash: hashOfText(text), texts: await readTexts(folder, there) };
}

function manifestIn(text: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Manifest;
    return typeof manifest.files === 'object' ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function altered(release: Release, before: Release | undefined): readonly Finding[] {
  const { number, manifest, texts } = release;
  const files = [...new Set([...Object.keys(manifest.files), ...texts.keys()])].sort();
  const broken = manifest.release !== number || manifest.previous !== before?.manifestHash;
  return [
    ...(broken
      ? [wrong('released-file-changed', `${number}/${MANIFEST}`, 'does not follow from the release before')]
      : []),
    ...files.flatMap((file): readonly Finding[] => {
      const [hash, text] = [manifest.files[file], texts.get(file)];
      const at = `${number}/${file}`;
      if (text === undefined) return [wrong('released-file-missing', at, 'the file is gone')];
      if (hash === undefined) return [wrong('released-file-added', at, 'the file is not in the manifest')];
      if (hash === hashOfText(text)) return [];
      return [wrong('released-file-changed', at, 'differs from its manifest')];
    }),
  ];
}

export const MANIFEST = 'manifest.json';
const ANCHOR = 'releases.json';

const lost = (number: number): Finding =>
  wrong('released-file-missing', `${number}/${MANIFEST}`, 'there is no manifest, or it cannot be read');

const wrong = (code: string, file: string, what: string): Finding => ({
  code,
  breaking: true,
  file: `releases/${file}`,
  path: '$',
  what,
  way: 'What is released never changes: restore the folder from version control. A new state of the contract is a new release.',
});
