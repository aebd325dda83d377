import { pause } from '../pause.js';
import {
  amendRequest,
  cancelOrder,
  changeProperty,
  changeTask,
  completeOrder,
  holdOrRelease,
  makeVisit,
  payOrder,
  planVisit,
  planWork,
  reportRepair,
  type Action,
} from './housing-actions.js';
import { book, commitLate, rebook, sendInvoice, tellStatus } from './outside-actions.js';
import type { World } from './world.js';

const DAILY_LIFE: readonly (readonly [Action, number])[] = [
  [reportRepair, 22],
  [planWork, 3],
  [completeOrder, 10],
  [payOrder, 5],
  [cancelOrder, 2],
  [holdOrRelease, 5],
  [planVisit, 6],
  [makeVisit, 8],
  [changeTask, 8],
  [amendRequest, 6],
  [changeProperty, 2],
  [book, 7],
  [rebook, 4],
  [tellStatus, 8],
  [sendInvoice, 2],
  [commitLate, 4],
];

/** Goes on living at `rate` changes a second until `stop`. Ends with the change it is at. */
export async function live(world: World, rate: number, stop: AbortSignal): Promise<void> {
  if (rate <= 0) return;
  let next = Date.now();
  while (!stop.aborted) {
    await world.r.weighted(DAILY_LIFE)(world);
    next = Math.max(next + 1000 / rate, Date.now() - 1000);
    await pause(Math.max(0, next - Date.now()), stop);
  }
}
