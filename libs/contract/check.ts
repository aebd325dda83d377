import { join } from 'node:path';
import { compareContracts, type Finding } from './compat/contract.js';
import { parsed, readTexts } from './contract-files.js';
import { readReleases, hashOfText, type Release } from './releases.js';

export interface Checked {
  /** The release that was compared with; absent before the first. */
  readonly newest?: Release;
  /** Breaking ones first. */
  readonly findings: readonly Finding[];
  /** The contract as it now stands; file name → text. */
  readonly current: ReadonlyMap<string, string>;
  /** Whether any file is not byte for byte as the newest release has it. */
  readonly changed: boolean;
}

/**
 * Compares `schemas/*.v1.json` with the newest release, and every released file with its manifest. `root`: of the project. Where a release is
 * damaged nothing is compared with it. ConfigError as `compareSchemas`, also before the first release: what cannot be judged is never released.
 */
export async function checkContract(root: string): Promise<Checked> {
  const current = await readTexts(join(root, 'schemas'));
  const { releases, findings } = await readReleases(root);
  const newest = releases.at(-1);
  const contract = parsed(current);
  if (!newest || findings.length > 0) {
    compareContracts(contract, contract);
    return { ...(newest && { newest }), findings, current, changed: true };
  }
  const hashes = Object.entries(newest.manifest.files);
  return {
    newest,
    findings: compareContracts(parsed(newest.texts), contract),
    current,
    changed:
      hashes.length !== current.size ||
      hashes.some(([file, hash]) => hashOfText(current.get(file) ?? '') !== hash),
  };
}

export const isBroken = ({ findings }: Pick<Checked, 'findings'>): boolean =>
  findings.some(({ breaking }) => breaking);
