import type { DeadlineRules } from '#libs/deadlines/rule.js';
import type { RulesYaml } from './deadline-yaml.js';
import type { YamlFile } from './yaml-file.js';

/** A law or contract, and how much of it is in use. */
export interface DeadlineLaw {
  readonly id: string;
  /** Its name and its source. */
  readonly title: string;
  /** How many rules it has. */
  readonly rules: number;
  /** How many of them are in use here. */
  readonly inUse: number;
  /** Why it is not in use as it comes: what somebody must verify first. */
  readonly why?: string;
}

/** Sums up each law and contract of files that have been checked. Undefined `inForce`: none of their rules is in use. */
export function deadlineLaws(
  files: readonly YamlFile[],
  inForce: DeadlineRules | undefined,
): readonly DeadlineLaw[] {
  const used = new Set(inForce?.rules.map((it) => it.id));
  return files.map((file) => {
    const { id, law, contract, source, rules, why } = file.value as RulesYaml;
    return {
      id,
      title: `${law ?? contract ?? id} (${source})`,
      rules: rules.length,
      inUse: rules.filter((it) => used.has(it.id)).length,
      ...(why === undefined ? {} : { why }),
    };
  });
}
