import { Webhook } from 'standardwebhooks';
import { ConfigError, RecordError } from '#libs/model/errors.js';
import type { WebhookSettings } from './webhook-settings.js';
import { authenticate, refuseBadKeys } from './authenticate.js';
import { checkContentType } from './content-type.js';
import { parseDelivery } from './parse-delivery.js';
import { parseStoredDelivery } from './parse-stored-delivery.js';
import { soapFault } from './soap.js';

const respond = { status: 200, contentType: 'text/xml', body: '<ok/>' };
const soap: WebhookSettings = {
  kind: 'webhook',
  auth: { basic: { user: 'drs', password: 'pa:ss' } },
  format: 'soap',
  record: 'bookingConfirmation',
  repeated: ['theBookingCodes'],
  respond,
  unfit: 'accept',
};
const OLD = `whsec_${Buffer.from('an old signing key').toString('base64')}`;
const NEW = `whsec_${Buffer.from('a new signing key').toString('base64')}`;
const json: WebhookSettings = {
  kind: 'webhook',
  auth: { standardWebhooks: { keys: [OLD, NEW] } },
  format: 'json',
  repeated: [],
  respond,
  unfit: 'refuse',
};
const now = new Date('2026-03-04T05:06:07Z');
const body = Buffer.from('{"id":"é"}');
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

function signed(key: string, at: Date, id = 'msg_1', content = body) {
  const stamp = Math.floor(at.getTime() / 1000);
  const signature = new Webhook(key).sign(id, at, content);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(stamp),
    'webhook-signature': `v1,bm8= ${signature}`,
  };
}

test('basic authentication lets in who knows both', () => {
  expect(authenticate(soap, basic('drs:pa:ss'), body, now)).toEqual({ ok: true });
  expect(authenticate(soap, basic('drs:pa'), body, now)).toEqual({ refuse: 401, code: 'wrong-credentials' });
  expect(authenticate(soap, basic('x:pa:ss'), body, now)).toEqual({ refuse: 401, code: 'wrong-credentials' });
  expect(authenticate(soap, {}, body, now)).toEqual({ refuse: 401, code: 'no-credentials' });
  expect(authenticate({ ...soap, auth: {} }, basic('drs:pa:ss'), body, now)).toEqual({
    refuse: 401,
    code: 'no-way-in',
  });
});

test('Standard Webhooks: any of the keys, over the raw bytes, within five minutes', () => {
  for (const key of [OLD, NEW]) {
    expect(authenticate(json, signed(key, now), body, now)).toEqual({
      ok: true,
      deliveryId: expect.stringMatching(/^msg_1 [0-9a-f]{64}$/) as string,
    });
  }
  const headers = signed(NEW, now);
  expect(authenticate(json, headers, Buffer.from('{"id": "é"}'), now)).toEqual({
    refuse: 401,
    code: 'wrong-signature',
  });
  expect(authenticate(json, { ...headers, 'webhook-id': 'msg_2' }, body, now)).toEqual({
    refuse: 401,
    code: 'wrong-signature',
  });
  expect(
    authenticate(json, signed(`whsec_${Buffer.from('other').toString('base64')}`, now), body, now),
  ).toMatchObject({ refuse: 401 });
  for (const off of [-301_000, 301_000]) {
    const at = new Date(now.getTime() + off);
    expect(authenticate(json, signed(NEW, at), body, now)).toEqual({ refuse: 401, code: 'stale-signature' });
  }
  expect(authenticate(json, { ...headers, 'webhook-timestamp': '12x' }, body, now)).toMatchObject({
    refuse: 400,
  });
  expect(authenticate(json, {}, body, now)).toEqual({ refuse: 401, code: 'no-signature' });
  const broken = Buffer.from([0xff, 0xfe]);
  expect(authenticate(json, signed(NEW, now, 'm', broken), broken, now)).toEqual({
    refuse: 400,
    code: 'not-utf8',
  });
});

test('with both ways set, either will do, and a wrong signature is not saved by a password', () => {
  const both: WebhookSettings = { ...json, auth: { ...json.auth, ...soap.auth } };
  expect(authenticate(both, basic('drs:pa:ss'), body, now)).toEqual({ ok: true });
  expect(authenticate(both, signed(OLD, now), body, now)).toMatchObject({
    ok: true,
    deliveryId: expect.stringMatching(/^msg_1 /) as string,
  });
  const wrong = { ...signed(OLD, now), ...basic('drs:pa:ss'), 'webhook-signature': 'v1,AAAA' };
  expect(authenticate(both, wrong, body, now)).toMatchObject({ refuse: 401 });
});

test('a key that is no key is said at start, without the key', () => {
  expect(() => refuseBadKeys(json)).not.toThrow();
  const bad = { ...json, auth: { standardWebhooks: { keys: ['whsec_%%SECRET'] } } };
  expect(() => refuseBadKeys(bad)).toThrow(ConfigError);
  expect(() => refuseBadKeys(bad)).not.toThrow(/SECRET/);
});

test.each([
  [soap, 'text/xml; charset=UTF-8', { ok: true }],
  [soap, 'application/soap+xml;charset="utf-8";action="x"', { ok: true }],
  [soap, 'application/json', { refuse: 415, code: 'wrong-content-type' }],
  [soap, 'text/xml; charset=utf-16', { refuse: 415, code: 'wrong-charset' }],
  [json, 'Application/JSON', { ok: true }],
  [json, 'application/cloudevents+json', { ok: true }],
  [json, undefined, { refuse: 415, code: 'wrong-content-type' }],
])('content type %#', (settings, type, verdict) => {
  expect(checkContentType(settings, type)).toEqual(verdict);
});

const BOOKING =
  '<bookingId>982461</bookingId><theBookingCodes><trade>PL</trade></theBookingCodes><secondaryOrderNumber/>';
const envelope = (content: string, prolog = '') =>
  Buffer.from(
    `${prolog}<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>${content}</s:Body></s:Envelope>`,
  );

test('a SOAP envelope is one record, of the inner element where it is nested', () => {
  const value = {
    '#root': 'bookingConfirmation',
    bookingId: '982461',
    theBookingCodes: [{ trade: 'PL' }],
    secondaryOrderNumber: '',
  };
  const nested = envelope(
    `<n:bookingConfirmation xmlns:n="x"><bookingConfirmation>${BOOKING}</bookingConfirmation></n:bookingConfirmation>`,
  );
  const plain = envelope(`<bookingConfirmation>${BOOKING}</bookingConfirmation>`);
  for (const raw of [nested, plain]) {
    expect(parseDelivery(soap, raw)).toEqual({ records: [{ raw, value, position: 'body' }] });
    expect(parseStoredDelivery(soap, raw)).toEqual(value);
  }
  const { record: _any, ...first } = soap;
  expect(parseStoredDelivery(first, plain)).toEqual(value);
});

test.each([
  [envelope('<bookingConfirmation/>', '<!DOCTYPE x>'), 400, 'doctype'],
  [envelope('<other/>'), 400, 'no-such-record'],
  [envelope(''), 400, 'no-such-record'],
  [
    envelope(
      '<bookingConfirmation><a>1</a></bookingConfirmation><bookingConfirmation><a>1</a></bookingConfirmation>',
    ),
    400,
    'no-such-record',
  ],
  [Buffer.from('<a/>'), 400, 'no-such-record'],
  [Buffer.from('<s:Envelope>'), 400, 'not-xml'],
  [Buffer.from(''), 400, 'empty-body'],
  [Buffer.alloc(5 * 1024 * 1024, 0x20), 413, 'too-large'],
])('a body that is no such envelope is refused (%#)', (raw, refuse, code) => {
  expect(parseDelivery(soap, raw)).toEqual({ refuse, code });
});

test('JSON: an object, or an array with the bytes of each; U+0000 is kept for the mapping to refuse', () => {
  const body = Buffer.from('{"id":"007","n":"a\\u0000b"}');
  expect(parseDelivery(json, body)).toEqual({
    records: [{ raw: body, value: { id: '007', n: 'a\u0000b' }, position: 'body:1' }],
  });
  const both = parseDelivery(json, Buffer.from('[{"id": 1},\n {"id":2}]'));
  expect(both).toMatchObject({
    records: [
      { value: { id: 1 }, position: 'body:1' },
      { value: { id: 2 }, position: 'body:2' },
    ],
  });
  expect('records' in both && both.records.map(({ raw }) => Buffer.from(raw).toString())).toEqual([
    '{"id": 1}',
    '{"id":2}',
  ]);
  expect(parseStoredDelivery(json, body)).toEqual({ id: '007', n: 'a\u0000b' });
});

test.each([
  ['{"id":', 400, 'not-json'],
  ['{"id":1}{"id":2}', 400, 'not-json'],
  ['[{"id":1},7]', 400, 'not-an-object'],
  ['7', 400, 'not-an-object'],
])('%j is refused', (text, refuse, code) => {
  expect(parseDelivery(json, Buffer.from(text))).toEqual({ refuse, code });
  if (code === 'not-json') expect(() => parseStoredDelivery(json, Buffer.from('{'))).toThrow(RecordError);
});

test('bytes that are no UTF-8 are refused', () => {
  expect(parseDelivery(json, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toEqual({
    refuse: 400,
    code: 'not-utf8',
  });
});

test('a SOAP fault is well-formed whatever it says', () => {
  expect(soapFault('doctype', 'a < b & c')).toContain('<faultstring>a &lt; b &amp; c</faultstring>');
});

test('an id that comes again with another body is another delivery', () => {
  const idOf = (text: string): unknown => {
    const content = Buffer.from(text);
    const admitted = authenticate(json, signed(NEW, now, 'msg_1', content), content, now);
    return 'deliveryId' in admitted ? admitted.deliveryId : admitted;
  };
  expect(idOf('{"id":1}')).toBe(idOf('{"id":1}'));
  expect(idOf('{"id":1}')).not.toBe(idOf('{"id":2}'));
});

describe('the charset of a SOAP delivery (RFC 7303)', () => {
  const envelope = (declaration: string): string =>
    `${declaration}<e:Envelope xmlns:e="x"><e:Body><bookingConfirmation><note>café</note></bookingConfirmation></e:Body></e:Envelope>`;
  const latin = envelope('<?xml version="1.0" encoding="ISO-8859-1"?>');
  const noteIn = (bytes: Buffer, contentType?: string): unknown => {
    const delivery = parseDelivery(soap, bytes, contentType);
    const [record] = 'records' in delivery ? delivery.records : [];
    if (!record) return delivery;
    expect(parseStoredDelivery(soap, record.raw)).toEqual(record.value); // a replay reads it alike
    return record.value?.['note'];
  };

  test.each([
    ['the header wins over the declaration', Buffer.from(latin), 'text/xml; charset=utf-8'],
    ['ASCII is UTF-8', Buffer.from(latin), 'text/xml; charset="US-ASCII"'],
    ['without a header the declaration counts', Buffer.from(latin, 'latin1'), 'text/xml'],
    ['without both it is UTF-8', Buffer.from(envelope('')), undefined],
    [
      'what was converted on its way is no UTF-16, whatever it declares',
      Buffer.from(envelope('<?xml version="1.0" encoding="utf-16"?>')),
      'text/xml',
    ],
    ['a byte order mark wins over both', Buffer.from(`\ufeff${latin}`), 'text/xml; charset=utf-8'],
    [
      'UTF-16 with its mark is read',
      Buffer.from(`\ufeff${envelope('<?xml version="1.0" encoding="UTF-16"?>')}`, 'utf16le'),
      'text/xml',
    ],
  ])('%s', (_, bytes, contentType) => {
    expect(noteIn(bytes, contentType)).toBe('café');
  });

  test.each([
    ['the declaration agrees', Buffer.from(envelope('<?xml version="1.0" encoding="UTF-8"?>'))],
    ['there is none', Buffer.from(envelope(''))],
  ])('the body is kept byte for byte where %s', (_, bytes) => {
    expect(parseDelivery(soap, bytes, 'text/xml; charset=utf-8')).toMatchObject({
      records: [{ raw: bytes }],
    });
  });

  test('bytes that are not what the header says are refused, not guessed', () => {
    expect(noteIn(Buffer.from(latin, 'latin1'), 'text/xml; charset=utf-8')).toMatchObject({ refuse: 400 });
    expect(checkContentType(soap, 'text/xml; charset=iso-8859-1')).toMatchObject({ refuse: 415 });
    expect(checkContentType(soap, "text/xml; charset='us-ascii'")).toEqual({ ok: true });
  });
});

test('JSON with a key twice is taken in, as a record with a fault', () => {
  const delivery = parseDelivery(json, Buffer.from('[{"id":1},{"id":2,"id":3}]'));
  expect(delivery).toMatchObject({ records: [{ value: { id: 1 } }, { fault: { code: 'repeated-key' } }] });
});
