import { isObject, type JsonValue } from '#libs/model/json.js';
import type { DifferentValue } from './result.js';

/** Every value in which two differ, in the order of the fields. A field that is not there is not a field that is null. */
export function differences(
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
  path = '',
): readonly DifferentValue[] {
  if (isList(expected) && isList(actual)) {
    const length = Math.max(expected.length, actual.length);
    return Array.from({ length }, (_, at) => differences(expected[at], actual[at], `${path}[${at}]`)).flat();
  }
  if (isObject(expected) && isObject(actual)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return names.flatMap((name) => differences(expected[name], actual[name], inside(path, name)));
  }
  if (expected === actual) return [];
  return [
    {
      path,
      ...(expected === undefined ? {} : { expected }),
      ...(actual === undefined ? {} : { actual }),
    },
  ];
}

const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

function inside(path: string, name: string): string {
  if (!/^[\w#@-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
