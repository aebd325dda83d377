/** What tests and the demo may use of the simulator. Nothing of ours is used to compute its truth. */
export { mark, MARKED_FIELDS, MARKER, PHONE, type MarkedField } from './invented.js';
export { createReader } from './housing/schema.js';
export { envelope, type Booking } from './contractor/booking.js';
export { jsonOf, type StatusUpdate } from './contractor/status-update.js';
export { ublOf } from './finance/ubl.js';
export { run, type RunInput } from './run.js';
export { seed, type SeedInput, type Seeded } from './seed/seed.js';
export { toStdout, type Report } from './report.js';
export * from './truth/index.js';
