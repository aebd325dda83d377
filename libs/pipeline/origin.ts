import type { Origin } from '#libs/model/kinds.js';

/**
 * Why a record of the living system makes events: nothing is `live` before the stream's go-live moment (ISO), whoever commits it: a reader, a
 * receiver, or somebody who replays a dead letter.
 */
export const originAt = (now: Date, goLiveAt: string | undefined): Origin =>
  goLiveAt !== undefined && now < new Date(goLiveAt) ? 'backfill' : 'live';
