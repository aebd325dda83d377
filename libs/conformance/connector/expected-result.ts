import { existsSync, readFileSync } from 'node:fs';
import type { JsonValue } from '#libs/model/json.js';
import { parseExact } from '#libs/sources/json/exact-json.js';
import type { Fault } from './result.js';

export const ENDING = '.expected.json';

export const expectedFileOf = (fixture: string): string => fixture.replace(/\.\w+$/, ENDING);

/** What somebody has said should become of a fixture: one answer, or a list of them. */
export function expectedResult(fixture: string): { readonly value: JsonValue } | Fault {
  const file = expectedFileOf(fixture);
  if (!existsSync(file)) {
    return {
      code: 'no-expected-result',
      message: 'nobody has said what should become of this fixture',
      way: `compare the answer with what the system means, and save it as ${file}`,
    };
  }
  try {
    return { value: parseExact(readFileSync(file, 'utf8')) };
  } catch {
    return { code: 'expected-result-not-json', message: `${file} is not JSON`, way: 'mend the file' };
  }
}
