/** Time that only goes forward, whatever happens to the clock on the wall. */
export interface MonotonicClock {
  /** Milliseconds since some moment; only differences mean anything. */
  readonly elapsed: () => number;
  /**
   * Calls `work` once, `milliseconds` from now, never before `after` has returned. The function it gives calls that off; any number of
   * times, also when the work is done. It keeps no process alive.
   */
  readonly after: (milliseconds: number, work: () => void) => () => void;
}

/** It does not count the time that the machine is asleep. It does count the time that the process is stopped. */
export const machineClock: MonotonicClock = {
  elapsed: () => performance.now(),
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};
