import type { JsonObject, JsonValue } from '#libs/model/json.js';
import { decodeReferences } from './entities.js';

/** A node as fast-xml-parser gives it with `preserveOrder`: one name with its children, and the attributes beside them. */
export interface OrderedNode {
  readonly [name: string]: unknown;
}
const ATTRIBUTES = ':@';

/** An element as an object, with its text under `#text` where it has any. Elements named in `repeated` are always arrays. */
export function elementValue(
  node: OrderedNode,
  repeated: ReadonlySet<string>,
): { name: string; value: JsonObject } {
  const name = nameOf(node);
  const content = contentOf(node, name, repeated);
  const value = typeof content === 'string' ? (content === '' ? {} : { '#text': content }) : content;
  return { name, value };
}

function contentOf(node: OrderedNode, name: string, repeated: ReadonlySet<string>): string | JsonObject {
  const found = new Map<string, JsonValue>();
  for (const [key, raw] of Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>)) {
    if (key !== '@xmlns') found.set(key, decodeReferences(raw));
  }
  let text = '';
  let elements = 0;
  for (const child of node[name] as readonly OrderedNode[]) {
    const childName = nameOf(child);
    if (childName === '#text') text += decodeReferences(textOf(child));
    else if (childName === '#cdata') text += cdata(child);
    else {
      elements += 1;
      addMember(found, childName, contentOf(child, childName, repeated), repeated.has(childName));
    }
  }
  if (found.size === 0) return text;
  // Between elements, blanks are only layout.
  if (elements === 0 ? text !== '' : text.trim() !== '') found.set('#text', text);
  return Object.fromEntries(found); // defines own properties: a name like `__proto__` is a name
}

function addMember(found: Map<string, JsonValue>, name: string, value: JsonValue, always: boolean): void {
  const before = found.get(name);
  if (before === undefined) found.set(name, always ? [value] : value);
  else if (Array.isArray(before)) (before as JsonValue[]).push(value);
  else found.set(name, [before, value]);
}

/** CDATA is text as it stands; it has no references. */
function cdata(node: OrderedNode): string {
  return (node['#cdata'] as readonly OrderedNode[]).map((part) => textOf(part)).join('');
}

const textOf = (node: OrderedNode): string => (typeof node['#text'] === 'string' ? node['#text'] : '');

function nameOf(node: OrderedNode): string {
  for (const name in node) if (name !== ATTRIBUTES) return name;
  return '';
}
