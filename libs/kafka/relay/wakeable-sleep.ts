/** A sleep for one sleeper. Any number of callers may wake it, at any time. */
export interface WakeableSleep {
  /**
   * Sleeps for `ms`, or until somebody wakes it. A call of `wake` while nobody sleeps ends the next sleep. `wakeable` false: only `end`
   * cuts it short, and a `wake` meanwhile counts for the next.
   */
  sleep(ms: number, wakeable?: boolean): Promise<void>;
  wake(): void;
  /** No sleep lasts from now on. */
  end(): void;
}

export function wakeableSleep(): WakeableSleep {
  let woken = false;
  let ended = false;
  let sleeper: { readonly resume: () => void; readonly wakeable: boolean } | undefined;
  return {
    sleep: (ms, wakeable = true) => {
      if (ended || (wakeable && woken)) {
        woken = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const resume = (): void => {
          clearTimeout(timer);
          sleeper = undefined;
          if (wakeable) woken = false;
          resolve();
        };
        const timer = setTimeout(resume, ms);
        sleeper = { resume, wakeable };
      });
    },
    wake: () => {
      woken = true;
      if (sleeper?.wakeable === true) sleeper.resume();
    },
    end: () => {
      ended = true;
      sleeper?.resume();
    },
  };
}
