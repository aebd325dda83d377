/** Names under which Nest hands out what is not a class. */
export const SETTINGS = Symbol('settings');
export const CONFIGURATION = Symbol('configuration');
export const SURROUNDINGS = Symbol('surroundings');
export const KAFKA = Symbol('kafka');
export const ATTACHMENTS = Symbol('attachments');
export const ON_BUG = Symbol('on-bug');

/** What to do with an error that nobody expected: the process stops, the checkpoint stays, the supervisor restarts it. */
export type OnBug = (error: unknown) => void;
