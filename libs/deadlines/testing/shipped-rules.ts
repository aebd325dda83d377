import { readFileSync } from 'node:fs';
import type { DeadlineRules } from '../rule.js';
import { collectProblems } from '#libs/configuration/problems.js';
import { readDeadlines } from '#libs/configuration/read-deadlines.js';
import { shippedRules } from '#libs/configuration/shipped.js';
import { parseYaml } from '#libs/configuration/yaml-file.js';

/**
 * Every rule that comes with Lintel, as if somebody had verified it. `more`: further lines of deadlines.yaml. Throws where they are
 * wrong.
 */
export function shippedDeadlines(more = ''): DeadlineRules {
  const problems = collectProblems();
  const parse = (text: string, path: string) => parseYaml(text, path, problems) ?? [];
  const files = shippedRules().flatMap((path) => parse(readFileSync(path, 'utf8'), path));
  const [own] = [parse(EVERY_LAW + more, 'deadlines.yaml')].flat();
  const rules = readDeadlines(own, files, problems);
  if (!rules || problems.all.length > 0) throw new Error(problems.all.map((it) => it.message).join('\n'));
  return rules;
}

const VERIFIED = '{ verifiedOn: 2020-01-01, verifiedBy: B. Ell }';
const EVERY_LAW = `lintel: 1
landlord: local-authority
jurisdiction: england
calendar: { division: england-and-wales }
enable:
  awaab-england: ${VERIFIED}
  awaab-scotland: ${VERIFIED}
  right-to-repair-england: ${VERIFIED}
`;
