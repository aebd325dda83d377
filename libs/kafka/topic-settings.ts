const DAY = 24 * 3600 * 1000;

/** Of every topic that subscribers see. */
export const DATA_SETTINGS = {
  'cleanup.policy': 'compact',
  'message.timestamp.type': 'LogAppendTime',
  'min.compaction.lag.ms': String(7 * DAY), // I6 holds for whoever reads within it
  'max.compaction.lag.ms': String(30 * DAY), // erasure ends
  'max.message.bytes': String(4 * 1024 * 1024),
} as const;

/** Of each of them, where nobody says otherwise; final once the topics are made. */
export const DEFAULT_PARTITIONS = 6;
