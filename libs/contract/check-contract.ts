import { join } from 'node:path';
import { compareContracts, type Finding } from './compat/contract.js';
import { parseTexts, readTexts } from './contract-files.js';
import { readReleases, hashOfText, type Release } from './releases.js';

/** The contract as it stands, compared with what was released. */
export interface CheckedContract {
  /** The newest release; absent before the first. */
  readonly newest?: Release;
  /** Breaking ones first. */
  readonly findings: readonly Finding[];
  /** The contract as it stands now: file name → text. */
  readonly current: ReadonlyMap<string, string>;
  /** True where any file is not byte for byte as the newest release has it. */
  readonly changed: boolean;
}

/**
 * Compares `schemas/*.v1.json` with the newest release, and every released file with its manifest. `lintel schemas check` and
 * `releaseContract` call it. It reads files and writes none. `root` is the folder of the checkout.
 *
 * What breaks a subscriber is a finding and not an error. Where a release was altered, the findings say so and nothing else, since
 * nothing can be compared with it. Throws ConfigError as `compareSchemas` for schemas that cannot be judged, also before the first release,
 * so that such a contract is never released.
 */
export async function checkContract(root: string): Promise<CheckedContract> {
  const current = await readTexts(join(root, 'schemas'));
  const { releases, findings } = await readReleases(root);
  const newest = releases.at(-1);
  const contract = parseTexts(current);
  if (!newest || findings.length > 0) {
    compareContracts(contract, contract);
    return { ...(newest && { newest }), findings, current, changed: true };
  }
  const hashes = Object.entries(newest.manifest.files);
  return {
    newest,
    findings: compareContracts(parseTexts(newest.texts), contract),
    current,
    changed:
      hashes.length !== current.size ||
      hashes.some(([file, hash]) => hashOfText(current.get(file) ?? '') !== hash),
  };
}

/** Tells whether any finding breaks subscribers, or says that a release was altered. */
export const isBroken = ({ findings }: Pick<CheckedContract, 'findings'>): boolean =>
  findings.some(({ breaking }) => breaking);
