import { WebhookPath, webhookPath } from './webhook-path.js';

const take = (connector: string, stream: string): Promise<unknown> =>
  webhookPath.transform({ connector, stream }, { type: 'param', metatype: WebhookPath });

test('names of a connector and a stream are taken', async () => {
  expect(await take('DRS scheduler', 'bookings-2')).toEqual({
    connector: 'DRS scheduler',
    stream: 'bookings-2',
  });
});

test.each([
  ['', 'bookings'],
  ['..\\drs', 'bookings'],
  ['drs', 'Bookings'],
  ['drs', '__proto__'],
  ['drs', 'b\u0000'],
  ['drs', 'b'.repeat(256)],
])('%j/%j is no stream', async (connector, stream) => {
  await expect(take(connector, stream)).rejects.toMatchObject({
    status: 404,
    response: { code: 'unknown-stream' },
  });
});
