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

/** Bookings that have a window and stand: one that was only offered, or cancelled, is none. */
const bookings = (document: MainDocument): readonly Booking[] =>
  elementsOf(document, 'appointments')
    .filter((it) => !['offered', 'cancelled'].includes(codedWord(it['state'])))
    .map((it) => ({
      name: elementName(it),
      window: comparableText([momentAt(it['from']), momentAt(it['to'])]),
      replaces: typeof it['replaces'] === 'string' ? elementName({ ...it, ref: it['replaces'] }) : '',
    }))
    .filter((it) => it.window !== comparableText(['', '']));

const newOnes = (before: MainDocument, after: JsonObject): readonly Booking[] => {
  const known = new Set(bookings(before).map((it) => it.name));
  return bookings(after).filter((it) => !known.has(it.name));
};

/** A booking in the place of one that was known. */
const follows = (before: MainDocument): ((booking: Booking) => boolean) => {
  const known = new Set(elementsOf(before, 'appointments').map(elementName));
  return (booking) => booking.replaces !== '' && known.has(booking.replaces);
};

/** A visit was booked that is not another one moved. */
export const appointed = (before: MainDocument, after: JsonObject): boolean => {
  const isMove = follows(before);
  return newOnes(before, after).some((it) => !isMove(it));
};

/** A known booking has another window, or another booking stands in its place. */
export const bookingMoved = (before: MainDocument, after: JsonObject): boolean => {
  const then = new Map(bookings(before).map((it) => [it.name, it.window]));
  const isMove = follows(before);
  return (
    bookings(after).some((it) => (then.get(it.name) ?? it.window) !== it.window) ||
    newOnes(before, after).some(isMove)
  );
};
