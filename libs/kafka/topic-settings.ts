const DAY = 24 * 3600 * 1000;
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/** Of every topic that subscribers see. */
export const DATA_SETTINGS = {
  'cleanup.policy': 'compact',
  'message.timestamp.type': 'LogAppendTime',
  'min.compaction.lag.ms': String(7 * DAY), // I6 holds for whoever reads within it
  'max.compaction.lag.ms': String(30 * DAY), // erasure ends
  'max.message.bytes': String(MAX_MESSAGE_BYTES),
} as const;

/** Of the topics for dead letters that a subscriber makes. */
export const DEAD_LETTER_SETTINGS = {
  'cleanup.policy': 'delete',
  'retention.ms': String(30 * DAY), // erasure ends here too
  'max.message.bytes': String(MAX_MESSAGE_BYTES + 64 * 1024), // the largest message with the headers of a dead letter
} as const;

/** Of each of them, where nobody says otherwise; final once the topics are made. */
export const DEFAULT_PARTITIONS = 6;
