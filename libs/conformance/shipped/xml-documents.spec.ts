import type { Mapped } from '#libs/model/contribution.js';
import { misfit } from '#libs/model/schema/validate.js';
import { soapRecord } from '#libs/sources/webhook/soap.js';
import { readFileSync } from 'node:fs';
import { published, versioned } from './testing/published.js';
import { describeReal, sharedFile, streamOf, valuesIn } from './testing/shared-data.js';

const results = streamOf('keyfax', 'results');
const bookings = streamOf('drs-scheduler', 'bookings');

const diagnosed = async (file: string): Promise<Mapped[]> =>
  results.mapping.map(await valuesIn(results, sharedFile(`keyfax/${file}`)));

describeReal('keyfax', 'results of a diagnosis', () => {
  it('a repair', async () => {
    const [document] = published(results, await diagnosed('result.constructed-from-class.xml')).values();
    expect(document?.main).toMatchObject({
      references: [{ scheme: 'keyfax/session', id: 'e7ed9140-8516-40fe-b99a-cb6d7c32d66e' }],
      priority: { value: 'emergency' },
      diagnosis: { scheme: 'keyfax/repair', code: '20110120' },
      rechargeable: false,
    });
    expect(misfit('request', versioned(document?.main ?? {}))).toBeUndefined();
  });

  it('advice and no repair is a request all the same', async () => {
    const [document] = published(results, await diagnosed('result.advice-only.constructed.xml')).values();
    expect(document?.main['diagnosis']).toEqual({ scheme: 'keyfax/repair', advice: 'A001' });
    expect(document?.main).not.toHaveProperty('tasks');
    expect(document?.personal).toHaveProperty('resolution');
  });
});

describeReal('drs', 'a booking confirmation of the scheduler', () => {
  const told = (fill: (template: string) => string): Promise<Mapped[]> => {
    if (bookings.source.kind !== 'webhook') throw new Error('bookings are posted');
    const template = readFileSync(sharedFile('drs/bookingConfirmation.webhook.request.xml'), 'utf8');
    return bookings.mapping.map([soapRecord(bookings.source, Buffer.from(fill(template)))]);
  };

  it('with its blanks filled in', async () => {
    const answers = await told((template) =>
      template
        .replaceAll('{{workOrderId}}', '10000012')
        .replace('{{planningWindowStart}}', '2021-06-01T08:00:00')
        .replace('{{planningWindowEnd}}', '2021-06-01T12:00:00'),
    );
    expect(answers).toMatchObject([{ outcome: 'contributions', key: '982461', unmapped: [] }]);
    const [document] = published(bookings, answers).values();
    expect(document?.main).toMatchObject({
      references: [{ scheme: 'uh/workOrder', id: '10000012' }],
      appointments: [
        { ref: '982461', from: { at: '2021-06-01T07:00:00Z' }, reason: { value: 'tenant-changed' } },
      ],
    });
  });

  it('with its blanks is a dead letter', async () => {
    expect(await told((template) => template)).toMatchObject([{ outcome: 'dead-letter', code: 'bad-date' }]);
  });
});
