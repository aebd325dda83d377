import { compareText } from '#libs/model/compare-text.js';
import type { AcceptedContribution } from './accepted-contribution.js';

/** Field → connectors, best first. A connector that is not listed comes after all that are. */
export type KindAuthority = Readonly<Record<string, readonly string[]>>;
export type Authority = Readonly<Record<string, KindAuthority>>;

/** Instants in UTC, with or without a fraction, as a text whose order is their order in time. */
export const instantOrder = (at: string): string => at.replace(/Z$/, '');

/**
 * I5: a total order of contributions for one field, worst first: authority, then `changedAt` (absent first), then connector,
 * within one connector version, then stream, key, part.
 */
export function compareFor(
  field: string,
  authority: KindAuthority,
): (a: AcceptedContribution, b: AcceptedContribution) => number {
  const listed = authority[field] ?? [];
  const rank = (from: AcceptedContribution): number => {
    const at = listed.indexOf(from.connector);
    return at === -1 ? listed.length : at;
  };
  return (a, b) =>
    rank(b) - rank(a) ||
    compareText(a.changedAt ?? '', b.changedAt ?? '') ||
    compareText(a.connector, b.connector) ||
    compareText(a.version, b.version) ||
    compareText(a.stream, b.stream) ||
    compareText(a.key, b.key) ||
    compareText(a.part, b.part);
}
