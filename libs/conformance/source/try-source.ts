import type { CheckResult, SourceCheck } from './check.js';
import { aborts } from './aborts.js';
import { changesNothing } from './changes-nothing.js';
import { commitsAgain } from './commits-again.js';
import { declaresErrors } from './declares-errors.js';
import { letsGo } from './lets-go.js';
import { parsesAgain } from './parses-again.js';
import { readsOn } from './reads-on.js';
import { sameBytes } from './same-bytes.js';
import { twoReaders } from './two-readers.js';
import type { SourceDriver } from './driver.js';
import { errorText } from './words.js';

/** What every PullSource must pass: the promises of its contract, each with a sentence. */
export const SOURCE_CHECKS: readonly SourceCheck[] = [
  readsOn,
  aborts,
  changesNothing,
  commitsAgain,
  parsesAgain,
  sameBytes,
  declaresErrors,
  letsGo,
  twoReaders,
];

/** So many findings tell what is wrong. */
const MOST_FINDINGS = 10;

/** Tries one check on a system of its own, and removes that system. */
export async function trySourceCheck(
  check: SourceCheck,
  begin: () => Promise<SourceDriver>,
): Promise<CheckResult> {
  const findings: string[] = [];
  const driver = await begin();
  try {
    await check.run(driver, (finding) => void findings.push(finding));
  } catch (error) {
    findings.push(`the check came to no end: ${errorText(error)}`);
  } finally {
    await driver.end();
  }
  return { check: check.name, sentence: check.sentence, findings: findings.slice(0, MOST_FINDINGS) };
}

/** Tries all checks, one after the other. */
export async function trySource(begin: () => Promise<SourceDriver>): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of SOURCE_CHECKS) results.push(await trySourceCheck(check, begin));
  return results;
}
