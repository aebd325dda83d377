import type { PullSource, RawRecord } from '#libs/sources/source.js';

/**
 * A system with a source over it, as the checks need them. Whoever writes a source writes one of these; each check begins one of its own, calls
 * `fill` once, and ends it. Everything that a source reads is real: the checks only watch.
 */
export interface SourceDriver {
  /**
   * Puts known records in and resolves once a reader can see them: several windows of them at the limits below, whatever the
   * system has of ties (rows of one transaction, files of one moment), and records that carry a fault. Gives a name for each, in any order.
   */
  fill(): Promise<readonly string[]>;
  /** Puts more records in, which come after all that are there. Gives their names. */
  add(): Promise<readonly string[]>;
  /** A source as after a restart: it shares nothing with those before it but the system. The checks close it. */
  open(): PullSource;
  /** A source that can never work as it is configured, where there is such a thing. */
  openHopeless?(): PullSource;
  /** The name that `fill` or `add` gave for a record, with or without a value. */
  nameOf(record: RawRecord): string;
  /** Equal as long as the system is as it was: its content, and whatever a reader could leave there. */
  fingerprint(): Promise<string>;
  /** The system stops answering, also on what is open already. */
  goAway(): Promise<void>;
  /** It takes what it is sent and answers nothing, as behind a network that has gone, where there is such a thing. */
  goSilent?(): Promise<void>;
  /** It answers again; its content has not changed. */
  comeBack(): Promise<void>;
  /** How many connections or files the sources of this process hold open now. */
  handles(): Promise<number>;
  /** How often the system has been asked for anything since the beginning, where that can be told. */
  touches?(): number;
  /** Limits to read with: 1 where the system is small enough, some below what it holds, one above. */
  readonly limits: readonly [number, ...number[]];
  /** After how many reads in a row that hand over nothing the source is drained: 1, or 2 where it wants to see a thing twice. */
  readonly idleReads: number;
  /** How long what should be soon may take: by default a minute, less where it is known never to come. */
  readonly patienceMs?: number;
  /** Removes the system. All sources are closed. */
  end(): Promise<void>;
}
