import type { InUse } from '#libs/deadlines/clock-port.js';
import type { DeadlineRule, DeadlineRules } from '#libs/deadlines/rule.js';
import { TIMED_KINDS } from '#libs/deadlines/subject.js';
import { canonicalJson } from '#libs/model/json.js';
import { lockLedger } from '../commit/counters.js';
import type { Ledger } from '../database/ledger.js';

/**
 * The rules that the clock goes by from now on: where they are others than before, every entity that may have deadlines is due. Under
 * the lock of commits, so that none is between two sets of rules.
 */
export async function useRules(ledger: Ledger, rules: DeadlineRules | undefined, now: string): Promise<void> {
  await ledger.transaction(async (runner) => {
    await lockLedger(runner);
    if (!rules) {
      await runner.query(`update clock set rules = ''`);
      await runner.query('delete from deadline');
      return;
    }
    await runner.query(
      `insert into rule_use (rule, version, time_limit, since)
       select rule, version, time_limit, $2 from json_to_recordset($1::json) as it(rule text, version int, time_limit text)
       on conflict do nothing`,
      [named(rules.rules), now],
    );
    const changed = (await runner.query(
      `insert into clock (rules) values ($1) on conflict (only_one) do update set rules = excluded.rules
       where clock.rules <> excluded.rules returning rules`,
      [rules.hash],
    )) as readonly unknown[];
    if (changed.length === 0) return;
    await runner.query(
      `insert into deadline (entity_id, look_at)
       select id, $2 from entity where kind = any($1::text[]) and state = 'current' order by id
       on conflict (entity_id) do update set look_at = excluded.look_at`,
      [TIMED_KINDS, now],
    );
  });
}

/** Since when each of them is in use, as it is: another limit is another rule. */
export async function rulesInUse(ledger: Ledger, { rules }: DeadlineRules): Promise<InUse> {
  const rows = await ledger.ask<{ readonly rule: string; readonly since: Date }>(
    `select rule, since from rule_use
       join json_to_recordset($1::json) as it(rule text, version int, time_limit text) using (rule, version, time_limit)`,
    [named(rules)],
  );
  return Object.fromEntries(rows.map(({ rule, since }) => [rule, since.toISOString()]));
}

const named = (rules: readonly DeadlineRule[]): string =>
  JSON.stringify(
    rules.map(({ id, version, limit }) => ({ rule: id, version, time_limit: canonicalJson(limit) })),
  );
