import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';

/** The main document of an entity; undefined where there was none yet. */
export type MainDocument = JsonObject | undefined;

/** The elements of a collection; none where it is absent. */
export const elementsOf = (document: MainDocument, name: string): readonly JsonObject[] => {
  const value = document?.[name];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
};

/** The canonical word of a coded value; '' while it has none. */
export const codedWord = (value: JsonValue | undefined): string =>
  isObject(value) && typeof value['value'] === 'string' ? value['value'] : '';

/** The instant of a moment, ISO in UTC; '' where it is not known. */
export const momentAt = (value: JsonValue | undefined): string =>
  isObject(value) && typeof value['at'] === 'string' ? value['at'] : '';

/** Has the document this field? */
export const hasField = (document: MainDocument, name: string): boolean => document?.[name] !== undefined;

/** The rule that holds where the document has this field now, and had it not before. */
export const appeared =
  (name: string) =>
  (before: MainDocument, after: JsonObject): boolean =>
    hasField(after, name) && !hasField(before, name);

/** Names an element within its document: the system whose number it is, and the number, as one text. */
export const elementName = (element: JsonObject): string =>
  comparableText([element['system'], element['ref']]);

/** The rule that holds where an element of the collection has this quality now, and had it not before. */
export function newly(name: string, quality: (element: JsonObject) => boolean) {
  return (before: MainDocument, after: JsonObject): boolean => {
    const had = new Set(elementsOf(before, name).filter(quality).map(elementName));
    return elementsOf(after, name).some((it) => quality(it) && !had.has(elementName(it)));
  };
}

/**
 * The rule that holds where a history has more items with this quality than before. Items of histories have no `ref` to be found again
 * by.
 */
export function more(name: string, quality: (item: JsonObject) => boolean) {
  const count = (document: MainDocument): number => elementsOf(document, name).filter(quality).length;
  return (before: MainDocument, after: JsonObject): boolean => count(after) > count(before);
}

/** One text for these values; equal for equal values. */
export const comparableText = (value: readonly (JsonValue | undefined)[]): string =>
  canonicalJson(value.map((it) => it ?? null));
