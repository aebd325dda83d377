import { createHash } from 'node:crypto';
import type { BoundHazards, DeadlineRule, DeadlineRules } from '#libs/deadlines/rule.js';
import { firstCountedUnder } from '#libs/deadlines/limit.js';
import { HOLIDAYS_VERSION } from '#libs/deadlines/calendar/proclaimed.js';
import { canonicalJson } from '#libs/model/json.js';
import { suggestion } from '#libs/mapping/nearest.js';
import { checkSchema } from './check-schema.js';
import type { DeadlinesYaml, RulesYaml, RuleYaml } from './deadline-yaml.js';
import { ownTargets } from './own-targets.js';
import type { Problems } from './problems.js';
import type { YamlFile } from './yaml-file.js';

/**
 * The rules in force: those of the files in `rules` that are enabled there or in deadlines.yaml, with the landlord's own targets. A law is
 * refused until somebody says that they have verified it, and when. Undefined where there is no deadlines.yaml. Adds what is wrong to
 * `problems`.
 */
export function readDeadlines(
  deadlinesFile: YamlFile | undefined,
  rules: readonly YamlFile[],
  problems: Problems,
): DeadlineRules | undefined {
  const validFiles = rules.filter((file) => checkRules(file, problems));
  const laws = validFiles.map((file) => file.value as RulesYaml);
  checkIds(validFiles, problems);
  if (!deadlinesFile || !checkSchema('deadlines', deadlinesFile, problems)) return undefined;
  const yaml = deadlinesFile.value as DeadlinesYaml;
  checkNames(deadlinesFile, yaml, laws, problems);
  const inForce = laws.flatMap((law) => law.rules.flatMap((rule) => ruleInUse(law, rule, yaml)));
  const { landlord, jurisdiction, calendar } = yaml;
  const { division, closures = [], saturdays = false, bankHolidays = false } = calendar;
  const ruleSet = {
    rules: ownTargets(inForce, yaml.targets),
    landlord,
    jurisdiction,
    days: { division, closures, saturdays, bankHolidays },
  };
  return { ...ruleSet, hash: hashOf(ruleSet) };
}

function checkRules(file: YamlFile, problems: Problems): boolean {
  if (!checkSchema('rules', file, problems)) return false;
  const { law, enabled, verifiedOn, verifiedBy, rules } = file.value as RulesYaml;
  const counts = rules.map((rule, index) => checkFirstCounted(rule, index, file, problems)).every(Boolean);
  if (!counts) return false;
  if (law === undefined || !enabled || (verifiedOn && verifiedBy)) return true;
  problems.add('not-verified', 'A law is enabled that nobody has verified.', file.place(['enabled']), VERIFY);
  return false;
}

function checkFirstCounted(
  { id, limit, firstCountedDay }: RuleYaml,
  index: number,
  file: YamlFile,
  problems: Problems,
): boolean {
  const expected = firstCountedUnder(limit);
  if (firstCountedDay === expected) return true;
  const [unit = ''] = Object.keys(limit);
  problems.add(
    'first-counted-day',
    `"${id}" gives ${unit}, which are never counted from \`${firstCountedDay}\`.`,
    file.place(['rules', index, 'firstCountedDay']),
    `Write \`${expected}\`, or mend the limit.`,
  );
  return false;
}

const VERIFY = 'Compare its rules with the statute, then write `verifiedOn` and `verifiedBy`.';

/** Checks that no id stands twice: entities' deadlines carry it, and two rules with one id could not be told apart. */
function checkIds(files: readonly YamlFile[], problems: Problems): void {
  const seen = new Set<string>();
  for (const file of files) {
    const { id, rules } = file.value as RulesYaml;
    const named = [
      { id, path: ['id'] },
      ...rules.map((it, at) => ({ id: it.id, path: ['rules', at, 'id'] })),
    ];
    for (const entry of named) {
      if (seen.has(entry.id))
        problems.add('repeated-rule', `The id "${entry.id}" stands twice.`, file.place(entry.path));
      seen.add(entry.id);
    }
  }
}

function checkNames(
  deadlinesFile: YamlFile,
  yaml: DeadlinesYaml,
  laws: readonly RulesYaml[],
  problems: Problems,
): void {
  const known = laws.flatMap((law) => [law.id, ...law.rules.map((it) => it.id)]);
  const check = (name: string, path: readonly (string | number)[], key: boolean): void => {
    if (known.includes(name)) return;
    const message = `There is no deadline rule "${name}".`;
    problems.add('unknown-rule', message, deadlinesFile.place(path, { key }), suggestion(name, known));
  };
  for (const [name, { verifiedOn, verifiedBy }] of Object.entries(yaml.enable ?? {})) {
    check(name, ['enable', name], true);
    if (verifiedOn !== undefined && verifiedBy !== undefined) continue;
    const place = deadlinesFile.place(['enable', name], { key: true });
    problems.add(
      'not-verified',
      `"${name}" is enabled, but nobody says that it was verified.`,
      place,
      VERIFY,
    );
  }
  (yaml.disable ?? []).forEach((name, index) => check(name, ['disable', index], false));
  for (const name of Object.keys(yaml.near ?? {})) check(name, ['near', name], true);
}

function ruleInUse(law: RulesYaml, rule: RuleYaml, yaml: DeadlinesYaml): readonly DeadlineRule[] {
  const { enable = {}, disable = [], near = {} } = yaml;
  if (disable.includes(law.id) || disable.includes(rule.id)) return [];
  const verified = enable[rule.id] ?? enable[law.id];
  if (!verified && !law.enabled) return [];
  const { id, title, trigger, limit, firstCountedDay, given, metBy, disappliedBy = {} } = rule;
  const [nearLimit, verifiedOn] = [
    near[id] ?? rule.near,
    verified?.verifiedOn ?? law.verifiedOn ?? undefined,
  ];
  return [
    {
      id,
      title,
      version: law.version,
      jurisdiction: law.jurisdiction,
      landlords: law.binds === 'any' ? 'any' : law.binds.landlords,
      tenures: law.binds === 'any' ? 'any' : law.binds.tenures,
      inForceFrom: law.inForceFrom,
      ...(law.hazards === undefined ? {} : { hazards: boundHazards(law.hazards) }),
      trigger,
      limit,
      firstCountedDay,
      calendar: law.calendar,
      ...(nearLimit === undefined ? {} : { near: nearLimit }),
      ...(given === undefined ? {} : { given }),
      metBy: 'all' in metBy ? { how: 'all', evidence: metBy.all } : { how: 'any', evidence: metBy.any },
      disappliedBy: { ...law.disappliedBy, ...disappliedBy },
      ...(verifiedOn === undefined ? {} : { verifiedOn }),
    },
  ];
}

const boundHazards = (hazards: NonNullable<RulesYaml['hazards']>): Readonly<Record<string, BoundHazards>> =>
  Object.fromEntries(
    Object.entries(hazards).map(([category, bound]) => [
      category,
      Array.isArray(bound['allBut'])
        ? { allBut: bound['allBut'] as readonly string[] }
        : { from: bound as Readonly<Record<string, string>> },
    ]),
  );

const hashOf = (rules: object): string =>
  createHash('sha256')
    .update(canonicalJson({ ...rules, bankHolidays: HOLIDAYS_VERSION }))
    .digest('hex');
