import { isDeepStrictEqual } from 'node:util';
import type { StreamSpec } from '#libs/configuration/configuration.js';
import { RecordError } from '#libs/model/errors.js';
import type { JsonValue } from '#libs/model/json.js';
import type { RawRecord } from '#libs/sources/source.js';
import { answersOf } from './answers.js';
import { differences } from './differences.js';
import { expectedResult } from './expected-result.js';
import { type Fixture, isFault } from './fixture.js';
import { readFixture } from './read-fixture.js';
import type { DifferentValue, Fault, Verdict } from './result.js';

/** Reads one fixture with the stream's own source, maps it with the stream's own mapping, and compares. */
export async function tryCase({ source, mapping }: StreamSpec, file: string): Promise<Verdict> {
  const fixture = await readFixture(source, file);
  if (isFault(fixture)) return { outcome: 'fault', fault: fixture };
  const again = readAgain(fixture);
  if (!Array.isArray(again)) return { outcome: 'fault', fault: again };
  const answers = await answersOf(mapping, fixture.records);
  const unsteady = differences(answers, await answersOf(mapping, again));
  if (unsteady.length > 0) return { outcome: 'fault', fault: notSteady(unsteady) };

  const expected = expectedResult(file);
  if ('way' in expected) return { outcome: 'fault', fault: expected, answer: single(answers) };
  return compare(expected.value, answers, fixture.records);
}

function compare(expected: JsonValue, answers: readonly JsonValue[], records: readonly RawRecord[]): Verdict {
  const wanted = [expected].flat();
  const refused = records.find(({ fault }, at) => fault && differences(wanted[at], answers[at]).length > 0);
  if (refused?.fault) return { outcome: 'fault', fault: refusedBySource(refused.position, refused.fault) };
  const found = Array.isArray(expected)
    ? differences(expected, answers)
    : differences(expected, single(answers));
  return found.length === 0 ? { outcome: 'pass' } : { outcome: 'different', differences: found };
}

/** One answer stands alone. */
const single = (answers: readonly JsonValue[]): JsonValue =>
  answers.length === 1 ? (answers[0] ?? null) : answers;

/** The same records from their stored bytes: what a replay of a dead letter maps must be what was read. */
function readAgain({ records, parse }: Fixture): RawRecord[] | Fault {
  const again: RawRecord[] = [];
  for (const record of records) {
    const value = record.value === undefined ? undefined : parsed(parse, record.raw);
    if (!isDeepStrictEqual(value, record.value)) {
      return {
        code: 'replay-differs',
        message: `${record.position}: the stored bytes do not give the value again that was read`,
        way: 'this is a fault of the source, not of the connector: report it',
      };
    }
    again.push(value === undefined ? record : { ...record, value });
  }
  return again;
}

function parsed(parse: Fixture['parse'], raw: Uint8Array): ReturnType<Fixture['parse']> | undefined {
  try {
    return parse(raw);
  } catch (error) {
    if (error instanceof RecordError) return undefined;
    throw error;
  }
}

const refusedBySource = (position: string, fault: NonNullable<RawRecord['fault']>): Fault => ({
  code: 'record-refused',
  message: `${position}: the source refuses it with ${fault.code}: ${fault.message}`,
  way: 'mend the fixture, or expect the dead letter',
});

const notSteady = ([first]: readonly DifferentValue[]): Fault => ({
  code: 'unsteady-answer',
  message: `the same record gave two answers, which differ in ${first?.path ?? ''}`,
  way: 'take out of the mapping whatever does not depend on the record alone',
});
