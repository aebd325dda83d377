import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { WebhookSettings } from './webhook-settings.js';
import { Unreadable } from '../text/unreadable.js';
import { parseXml } from '../xml/parse-xml.js';

/**
 * The record in a SOAP envelope (1.1 or 1.2), with its element's local name in `#root`. Many callers put an element of the same name
 * inside it (the operation and its argument); then the inner one is the record. Throws Unreadable as `parseXml`, and `wrong-root`.
 */
export function soapRecord(settings: WebhookSettings, body: Uint8Array): JsonObject {
  const envelope = parseXml(body, new Set(settings.repeated));
  if (envelope.name !== 'Envelope') throw new Unreadable('wrong-root', 'is no SOAP envelope');
  const content = singleElement(envelope.value['Body']);
  const names = Object.keys(content).filter((name) => !name.startsWith('@') && !name.startsWith('#'));
  const name = settings.record ?? names[0];
  if (name === undefined || !names.includes(name))
    throw new Unreadable('wrong-root', 'has no such element in its body');
  const outer = singleElement(content[name]);
  const value = outer[name] === undefined ? outer : singleElement(outer[name]);
  return { ...value, '#root': name };
}

/** The element where there is exactly one. Two would be two records in one raw body, and text alone is no record. */
function singleElement(value: JsonValue | undefined): JsonObject {
  const element = Array.isArray(value) && value.length === 1 ? (value as readonly JsonValue[])[0] : value;
  if (!isObject(element))
    throw new Unreadable('wrong-root', 'does not have one element where one is expected');
  return element;
}

/** Tells whether a caller speaks SOAP 1.2; it says so by its content type (SOAP 1.2 part 2, section 7.1.4). */
export const isSoap12 = (contentType: string | undefined): boolean =>
  /^\s*application\/soap\+xml\b/i.test(contentType ?? '');

/** A SOAP 1.2 fault, as `soapFault` is one of SOAP 1.1. `isOurs`: the receiver could not take it now. */
export function soap12Fault(code: string, message: string, isOurs: boolean): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body><env:Fault>',
    `<env:Code><env:Value>env:${isOurs ? 'Receiver' : 'Sender'}</env:Value></env:Code>`,
    `<env:Reason><env:Text xml:lang="en">${escaped(message)}</env:Text></env:Reason>`,
    `<env:Detail><code>${escaped(code)}</code></env:Detail>`,
    '</env:Fault></env:Body></env:Envelope>',
  ].join('');
}

/** A SOAP 1.1 fault, which refuses a delivery in its caller's own format. `message` must hold nothing that came (I10). */
export function soapFault(code: string, message: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault>',
    `<faultcode>soapenv:Client.${escaped(code)}</faultcode><faultstring>${escaped(message)}</faultstring>`,
    '</soapenv:Fault></soapenv:Body></soapenv:Envelope>',
  ].join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
