import type { JsonObject } from '#libs/model/json.js';
import {
  momentAt,
  elementsOf,
  elementName,
  comparableText,
  codedWord,
  type MainDocument,
} from './document-fields.js';

interface Booking {
  readonly name: string;
  readonly window: string;
  readonly replaces: string;
}

/** Bookings that stand and have a window. One that was only offered, or that was cancelled, does not count. */
const bookings = (document: MainDocument): readonly Booking[] =>
  elementsOf(document, 'appointments')
    .filter((it) => !['offered', 'cancelled'].includes(codedWord(it['state'])))
    .map((appointment) => ({
      name: elementName(appointment),
      window: comparableText([momentAt(appointment['from']), momentAt(appointment['to'])]),
      replaces:
        typeof appointment['replaces'] === 'string'
          ? elementName({ ...appointment, ref: appointment['replaces'] })
          : '',
    }))
    .filter((it) => it.window !== comparableText(['', '']));

const newOnes = (before: MainDocument, after: JsonObject): readonly Booking[] => {
  const known = new Set(bookings(before).map((it) => it.name));
  return bookings(after).filter((it) => !known.has(it.name));
};

/** Does a booking replace one that was known before? */
const replacesKnown = (before: MainDocument): ((booking: Booking) => boolean) => {
  const known = new Set(elementsOf(before, 'appointments').map(elementName));
  return (booking) => booking.replaces !== '' && known.has(booking.replaces);
};

/** Was a visit booked that does not merely replace another one? */
export const appointed = (before: MainDocument, after: JsonObject): boolean => {
  const isReplacement = replacesKnown(before);
  return newOnes(before, after).some((it) => !isReplacement(it));
};

/** Has a known booking another window now, or did another booking replace it? */
export const bookingMoved = (before: MainDocument, after: JsonObject): boolean => {
  const then = new Map(bookings(before).map((it) => [it.name, it.window]));
  const isReplacement = replacesKnown(before);
  return (
    bookings(after).some((it) => (then.get(it.name) ?? it.window) !== it.window) ||
    newOnes(before, after).some(isReplacement)
  );
};
