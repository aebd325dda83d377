import { compareText } from '#libs/model/compare-text.js';
import type { AcceptedContribution } from './accepted-contribution.js';

/** Field of one kind → the connectors that are right about it, best first. A connector that is not listed comes after those that are. */
export type KindAuthority = Readonly<Record<string, readonly string[]>>;
/** Kind of entity → who is right about its fields. */
export type Authority = Readonly<Record<string, KindAuthority>>;

/** An ISO instant in UTC as a text whose order is order in time, with a fraction of a second or without. */
export const instantOrder = (at: string): string => at.replace(/Z$/, '');

/**
 * For `sort`: a total order of contributions for one field, worst first (I5). Authority decides, then `changedAt` (absent is worst), then
 * the connector; within one connector the version, then stream, key and part.
 */
export function compareFor(
  field: string,
  authority: KindAuthority,
): (a: AcceptedContribution, b: AcceptedContribution) => number {
  const listed = authority[field] ?? [];
  const rank = ({ connector }: AcceptedContribution): number => {
    const index = listed.indexOf(connector);
    return index === -1 ? listed.length : index;
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
