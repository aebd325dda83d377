export interface AlarmClock {
  /** Sleeps for `ms`, or until somebody rings; a ring while nobody sleeps ends the next sleep. `hears` false: only `end` wakes. */
  sleep(ms: number, hears?: boolean): Promise<void>;
  ring(): void;
  /** No sleep lasts from now on. */
  end(): void;
}

export function alarmClock(): AlarmClock {
  let rung = false;
  let ended = false;
  let up: { readonly now: () => void; readonly hears: boolean } | undefined;
  return {
    sleep: (ms, hears = true) => {
      if (ended || (hears && rung)) {
        rung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const now = (): void => {
          clearTimeout(timer);
          up = undefined;
          if (hears) rung = false;
          resolve();
        };
        const timer = setTimeout(now, ms);
        up = { now, hears };
      });
    },
    ring: () => {
      rung = true;
      if (up?.hears === true) up.now();
    },
    end: () => {
      ended = true;
      up?.now();
    },
  };
}
