import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { XMLParser } from 'fast-xml-parser';
import { Webhook } from 'standardwebhooks';
import { startStub, usual, type LintelStub, type Reply } from '../test/lintel-stub.js';
import type { Booking } from './booking.js';
import type { Delivery } from './outbox.js';
import { openHttp, post, type Target } from './post.js';
import { jsonOf, type StatusUpdate } from './status-update.js';

const KEY = `whsec_${Buffer.from('a key of no importance whatever').toString('base64')}`;
const BOOKING: Booking = {
  bookingId: '982461',
  order: '00545095',
  property: '00014665',
  changedDate: '2025-05-27T14:21:01',
  from: '2025-06-02T08:00:00',
  to: '2025-06-02T12:00:00',
  targetDate: '2025-06-05T00:00:00',
  reason: 'Tenant changed',
  codes: [
    {
      sor: 'PLX00021',
      description: 'PL <TASK> & MORE',
      quantity: '1.00',
      smv: 76,
      value: '57.00',
      trade: 'PL',
    },
  ],
  token: 'abc',
};
const UPDATE: StatusUpdate = {
  order: '00545095',
  type: '70',
  at: '2025-11-04T10:12:00Z',
  comments: 'carded',
  task: '7000001',
  feed: 'signed',
};
const due = new Date();
const booking: Delivery = { channel: 'booking', messageId: 'm1', due, content: BOOKING };
const update = (content: StatusUpdate): Delivery => ({ channel: 'update', messageId: 'm2', due, content });

describe('posting', () => {
  let stub: LintelStub;
  let reply: (path: string) => Reply;
  const target = (): Target => ({
    url: stub.url,
    scheduler: { user: 'drs', password: 'p:w' },
    contractor: { user: 'con', password: 'pw' },
    signingKey: KEY,
  });

  beforeEach(async () => {
    reply = (path) => usual({ path, headers: {}, body: '' });
    stub = await startStub(({ path }) => reply(path));
  });
  afterEach(() => stub.stop());

  test('a booking is the envelope that the scheduler sends, with its password', async () => {
    await expect(post(openHttp(), target(), booking)).resolves.toEqual({ taken: true, status: 200 });
    const [got] = stub.received;
    expect(got?.path).toBe('/webhooks/drs-scheduler/bookings');
    expect(got?.headers.authorization).toBe(`Basic ${Buffer.from('drs:p:w').toString('base64')}`);
    const parsed: unknown = new XMLParser({ removeNSPrefix: true, parseTagValue: false }).parse(
      got?.body ?? '',
    );
    expect(parsed).toMatchObject({
      Envelope: {
        Body: {
          bookingConfirmation: {
            bookingConfirmation: {
              bookingId: '982461',
              primaryOrderNumber: '00545095',
              planningWindowStart: '2025-06-02T08:00:00',
              theBookingCodes: { bookingCodeDescription: 'PL <TASK> & MORE', itemNumberWithinBooking: '1' },
            },
          },
        },
      },
    });
  });

  test.each([
    [{ status: 202 }, false],
    [{ status: 200 }, false],
    [{ status: 200, body: '<s:Envelope xmlns:s="x"><s:Body><s:Fault/></s:Body></s:Envelope>' }, false],
    [{ status: 500 }, false],
  ])('the scheduler is content only with a SOAP answer: %j', async (answer, taken) => {
    reply = () => answer;
    await expect(post(openHttp(), target(), booking)).resolves.toEqual({ taken, status: answer.status });
  });

  test('a signed update verifies against the very bytes', async () => {
    await post(openHttp(), target(), update(UPDATE));
    const [got] = stub.received;
    expect(got?.headers.authorization).toBeUndefined();
    expect(new Webhook(KEY).verify(got?.body ?? '', got?.headers as Record<string, string>)).toMatchObject({
      RelatedWorkOrderReference: { ID: '00545095' },
      TypeCode: '70',
    });
  });

  test('one contractor writes camelCase, numbers for codes, and signs in with a password', async () => {
    await post(openHttp(), target(), update({ ...UPDATE, type: '0', other: 'completed', feed: 'camel' }));
    const [got] = stub.received;
    expect(got?.headers.authorization).toMatch(/^Basic /);
    expect(JSON.parse(got?.body ?? '')).toMatchObject({
      reference: { id: 'm2' },
      relatedWorkOrderReference: { id: '00545095' },
      typeCode: 0,
      otherType: 'completed',
      relatedWorkElementReference: [{ id: '7000001' }],
    });
  });

  test('422 ends only what cannot be understood; no answer ends nothing', async () => {
    reply = () => ({ status: 422 });
    await expect(post(openHttp(), target(), update(UPDATE))).resolves.toMatchObject({ taken: false });
    await expect(
      post(openHttp(), target(), update({ ...UPDATE, fault: 'unknown-type' })),
    ).resolves.toMatchObject({ taken: true });
    const nowhere = { ...target(), url: 'http://127.0.0.1:1' };
    await expect(post(openHttp(), nowhere, booking)).resolves.toEqual({ taken: false, status: 0 });
  });
});

const SCHEMA = resolve(
  process.env['LINTEL_SHARED_DATA'] ?? '../shared/data',
  'hact/JobStatusUpdate-M3SoR-v7.fixed.schema.json',
);
(existsSync(SCHEMA) ? test : test.skip)('updates in PascalCase fit the schema of the standard', () => {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const fits = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
  for (const content of [
    UPDATE,
    { ...UPDATE, type: '80', sor: 'PLX00021' },
    { ...UPDATE, type: '10', operatives: ['A'] },
  ])
    expect([fits(JSON.parse(jsonOf(content, 'm'))), fits.errors]).toEqual([true, null]);
});
