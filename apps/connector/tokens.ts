import type { EventEmitter } from 'node:events';
import type { CommitNews } from '#libs/pipeline/runtime.js';

/** Names under which Nest hands out what is not a class. */
export const SETTINGS = Symbol('settings');
export const CONFIGURATION = Symbol('configuration');
export const RUNTIME = Symbol('runtime');
export const KAFKA = Symbol('kafka');
export const ATTACHMENTS = Symbol('attachments');
export const COMMITS = Symbol('commits');
export const ON_BUG = Symbol('on-bug');

/** Tells of every commit of this process, after it. */
export type Commits = EventEmitter<{ committed: [CommitNews] }>;

/** What to do with an error that nobody expected: the process stops, the checkpoint stays, the supervisor restarts it. */
export type OnBug = (error: unknown) => void;
