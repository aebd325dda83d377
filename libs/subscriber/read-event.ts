import { RecordError } from '#libs/model/errors.js';
import { ORIGINS, type ChangeKind, type Origin } from '#libs/model/kinds.js';
import { headerText, type RawMessage } from '#libs/kafka/consumer/raw-message.js';
import type { ChangeEvent, SubscribedKind } from './change-event.js';

/**
 * Reads the event in a message of a topic of `kind`. Throws RecordError `event-unreadable`, which names the header, or the value, that is not as
 * Lintel writes it. A change word or origin that is newer than this program is no fault: it is handed on, and `<kind>.*` matches it.
 */
export function readEvent<K extends SubscribedKind>(kind: K, message: RawMessage): ChangeEvent<K> {
  const { topic, headers } = message;
  const key = message.key?.toString();
  const id = headerText(headers, 'ce_id');
  if (key === undefined || id === undefined || !id.startsWith(`${topic}/${key}:`)) throw unreadable('ce_id');
  const version = Number(id.slice(topic.length + key.length + 2));
  if (!Number.isSafeInteger(version) || version < 1) throw unreadable('ce_id');
  const at = headerText(headers, 'ce_time');
  if (at === undefined) throw unreadable('ce_time');
  const changes = headerText(headers, 'ce_changes')?.split(',').filter(Boolean) ?? [];
  if (changes.length === 0 && message.value !== undefined) throw unreadable('ce_changes');
  if (message.value === undefined && !kind.endsWith('-personal')) throw unreadable('value');
  const origin = headerText(headers, 'ce_lintelorigin') ?? ORIGINS[1];
  return {
    id,
    kind,
    key,
    version,
    changes: changes as readonly ChangeKind[],
    origin: origin as Origin,
    at,
    value: valueOf(message) as ChangeEvent<K>['value'],
  };
}

function valueOf({ value }: RawMessage): unknown {
  if (value === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(value.toString());
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // The parser's own error would quote the value (I10).
  }
  throw unreadable('value');
}

const unreadable = (part: string): RecordError =>
  new RecordError('event-unreadable', `${part} is not as Lintel writes it`, part);
