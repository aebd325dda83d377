import type { JsonValue } from '#libs/model/json.js';

/** What keeps a case or a stream from being judged. `code` is stable, `way` says what to do. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly way: string;
}

/** One value that is not as expected. */
export interface DifferentValue {
  /** In the answer: `contributions[0].fields.status.value`. Where a fixture gives several answers: `[1].key`. */
  readonly path: string;
  /** Absent: no such field is expected. */
  readonly expected?: JsonValue;
  /** Absent: the answer has no such field. */
  readonly actual?: JsonValue;
}

export type Verdict =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'different'; readonly differences: readonly DifferentValue[] }
  | {
      readonly outcome: 'fault';
      readonly fault: Fault;
      /** What the mapping makes of the fixture, where nobody has said yet what it should: to be checked, then kept. */
      readonly answer?: JsonValue;
    };

/** One fixture. */
export interface CaseResult {
  /** Its base name: `void-with-a-letter.json`. */
  readonly name: string;
  readonly file: string;
  readonly verdict: Verdict;
}

export interface StreamResult {
  readonly connector: string;
  readonly stream: string;
  /** What is wrong with the fixtures as a whole. */
  readonly faults: readonly Fault[];
  readonly cases: readonly CaseResult[];
}

export interface ConnectorResult {
  readonly connector: string;
  readonly faults: readonly Fault[];
  readonly streams: readonly StreamResult[];
}

export const isPassed = ({ faults, streams }: ConnectorResult): boolean =>
  faults.length === 0 && streams.every(isStreamPassed);

export const isStreamPassed = ({ faults, cases }: StreamResult): boolean =>
  faults.length === 0 && cases.every(({ verdict }) => verdict.outcome === 'pass');
