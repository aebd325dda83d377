import { storeContent } from './attachment-reference.js';
import { tracelessStore } from './traceless-store.js';

const base64 = Buffer.from('a note, invented').toString('base64');
const claimed = async (uriType: string, type?: string): Promise<string | undefined> =>
  (
    await storeContent(
      `data:${uriType};base64,${base64}`,
      { class: 'personal', ...(type === undefined ? {} : { type }) },
      tracelessStore,
    )
  )?.claimedType;
const LONGEST = `text/${'x'.repeat(95)}`;

test.each([
  ['text/PLAIN;name=x', 'text/plain'],
  ['application/vnd.example+json', 'application/vnd.example+json'],
  [LONGEST, LONGEST],
  [`${LONGEST}x`, undefined],
  ['Mrs J Smith 07700 900123', undefined],
  ['call Mrs Smith/07700 900123', undefined],
  ['text/plain Mrs Smith', undefined],
  ['text', undefined],
  ['text/', undefined],
  ['text/a/b', undefined],
])('of a data URI of type %j the claim is %j', async (type, expected) => {
  expect(await claimed(type)).toBe(expected);
  expect(await claimed('', type)).toBe(expected);
});

test('what the record says goes before what the data URI says, where it is a media type', async () => {
  expect(await claimed('image/png', 'image/heic; q=1')).toBe('image/heic');
  expect(await claimed('image/png', 'see Mrs Smith')).toBe('image/png');
});
