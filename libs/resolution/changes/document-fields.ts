import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';

/** A document of an entity, or undefined where there was none yet. */
export type MainDocument = JsonObject | undefined;

/** The objects of a collection; none where it is absent. */
export const elementsOf = (document: MainDocument, name: string): readonly JsonObject[] => {
  const value = document?.[name];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
};

/** The canonical word of a coded value, '' while it has none. */
export const codedWord = (value: JsonValue | undefined): string =>
  isObject(value) && typeof value['value'] === 'string' ? value['value'] : '';

/** The instant of a moment, '' where it is not known. */
export const momentAt = (value: JsonValue | undefined): string =>
  isObject(value) && typeof value['at'] === 'string' ? value['at'] : '';

export const hasField = (document: MainDocument, name: string): boolean => document?.[name] !== undefined;

/** A field that was not there before is there now. */
export const appeared =
  (name: string) =>
  (before: MainDocument, after: JsonObject): boolean =>
    hasField(after, name) && !hasField(before, name);

/** What names an element: whose number it is, and the number. */
export const elementName = (element: JsonObject): string =>
  comparableText([element['system'], element['ref']]);

/** Is there an element with this quality now that had it not before? */
export function newly(name: string, quality: (element: JsonObject) => boolean) {
  return (before: MainDocument, after: JsonObject): boolean => {
    const had = new Set(elementsOf(before, name).filter(quality).map(elementName));
    return elementsOf(after, name).some((it) => quality(it) && !had.has(elementName(it)));
  };
}

/** Are there more items with this quality than before? For histories, whose items have no `ref`. */
export function more(name: string, quality: (item: JsonObject) => boolean) {
  const count = (document: MainDocument): number => elementsOf(document, name).filter(quality).length;
  return (before: MainDocument, after: JsonObject): boolean => count(after) > count(before);
}

export const comparableText = (value: readonly (JsonValue | undefined)[]): string =>
  canonicalJson(value.map((it) => it ?? null));
