import type { Division } from '#libs/deadlines/calendar/divisions.js';
import type { EvidenceWord } from '#libs/deadlines/evidence.js';
import type { FirstCounted, Limit, Near } from '#libs/deadlines/limit.js';
import type { Jurisdiction, Trigger } from '#libs/deadlines/rule.js';

/** A file of schemas/rules once schemas/deadline-rule.v1.json has checked it. Whoever changes one changes the other. The schema describes each key. */
export interface RulesYaml {
  readonly id: string;
  readonly version: number;
  readonly law?: string;
  readonly contract?: string;
  readonly source: string;
  readonly verifiedOn?: string | null;
  readonly verifiedBy?: string | null;
  readonly enabled: boolean;
  readonly why?: string;
  readonly jurisdiction: Jurisdiction | 'any';
  readonly calendar: Division | 'landlord';
  readonly inForceFrom: string;
  readonly binds: 'any' | { readonly landlords: readonly string[]; readonly tenures: readonly string[] };
  readonly hazards?: Readonly<
    Record<string, { readonly allBut: readonly string[] } | Readonly<Record<string, string>>>
  >;
  readonly disappliedBy?: Readonly<Record<string, EvidenceWord>>;
  readonly rules: readonly RuleYaml[];
}

/** One rule of such a file. */
export interface RuleYaml {
  readonly id: string;
  readonly title: string;
  readonly trigger: Trigger;
  readonly limit: Limit;
  readonly firstCountedDay: FirstCounted;
  readonly near?: Near;
  readonly given?: 'targetAt';
  readonly metBy: { readonly all: readonly EvidenceWord[] } | { readonly any: readonly EvidenceWord[] };
  readonly disappliedBy?: Readonly<Record<string, EvidenceWord>>;
}

/** The content of connectors/deadlines.yaml once the same schema has checked it. */
export interface DeadlinesYaml {
  readonly landlord: string;
  readonly jurisdiction: Jurisdiction;
  readonly calendar: {
    readonly division: Division;
    readonly closures?: readonly string[];
    readonly saturdays?: boolean;
    readonly bankHolidays?: boolean;
  };
  readonly enable?: Readonly<Record<string, { readonly verifiedOn?: string; readonly verifiedBy?: string }>>;
  readonly disable?: readonly string[];
  readonly targets?: { readonly from: string } & Readonly<Record<string, Limit | string>>;
  readonly near?: Readonly<Record<string, Near>>;
}
