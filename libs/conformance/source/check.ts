import type { SourceDriver } from './driver.js';

/** One promise of PullSource, tried on a system of its own. */
export interface SourceCheck {
  /** Stable: `reads-on`. */
  readonly name: string;
  /** What holds where nothing is found. */
  readonly sentence: string;
  /** Tells what is wrong, in words. What it throws is told too. */
  readonly run: (driver: SourceDriver, tell: (finding: string) => void) => Promise<void>;
}

export interface CheckResult {
  readonly check: string;
  readonly sentence: string;
  /** Empty: it holds. */
  readonly findings: readonly string[];
}
