import { ConfigError } from '#libs/model/errors.js';
import { CHANGE_KINDS, isEntityKind, type ChangeKind, type EntityKind } from '#libs/model/kinds.js';
import type { ChangeEvent, SubscribedKind } from './change-event.js';

/** What a handler waits for: `work-order.completed`, `work-order.*`, `work-order-personal.*`. */
export type ChangePattern = `${EntityKind}.${ChangeKind | '*'}` | `${EntityKind}-personal.*`;

/** The kind that a pattern speaks of. */
export type KindOf<P extends ChangePattern> = P extends `${infer K extends SubscribedKind}.${string}`
  ? K
  : never;

/** A pattern in its parts. */
export interface ParsedPattern {
  readonly kind: SubscribedKind;
  /** `*`: any change. */
  readonly change: ChangeKind | '*';
}

/** Parses a pattern. Throws ConfigError `subscriber-pattern`, since a mistyped one would wait in silence. */
export function parsePattern(pattern: string): ParsedPattern {
  const [kind = '', change = '', ...rest] = pattern.split('.');
  const personal = kind.endsWith('-personal');
  const known = isEntityKind(personal ? kind.slice(0, -'-personal'.length) : kind);
  const fits = change === '*' || (!personal && (CHANGE_KINDS as readonly string[]).includes(change));
  if (!known || !fits || rest.length > 0) {
    throw new ConfigError(
      'subscriber-pattern',
      `'${pattern}' is not a pattern of changes`,
      undefined,
      'Write <kind>.<change>, <kind>.* or <kind>-personal.*, as work-order.completed.',
    );
  }
  return { kind: kind as SubscribedKind, change: change as ChangeKind | '*' };
}

/** Tells whether an event is one that the pattern waits for. */
export const matchesPattern = ({ kind, change }: ParsedPattern, event: ChangeEvent): boolean =>
  kind === event.kind && (change === '*' || event.changes.includes(change));
