import { date, instant } from './dates.js';

const london = { timezone: 'Europe/London' };
const at = (text: string, rules = london, ...hints: string[]) => instant(rules, text, ...hints)?.['at'];

describe('$instant', () => {
  it.each([
    ['2010-12-20 09:53:27', '2010-12-20T09:53:27Z'],
    ['2021-05-27T14:21:01', '2021-05-27T13:21:01Z'],
    ['2021-05-27T14:21', '2021-05-27T13:21:00Z'],
    ['2021-01-18T15:28:57.17811', '2021-01-18T15:28:57.17811Z'],
    ['2021-01-18T15:28:57.123456789', '2021-01-18T15:28:57.123456789Z'],
    ['2021-01-18T15:28:57.000', '2021-01-18T15:28:57Z'],
  ])('reads %s in the zone of the stream', (text, utc) => {
    expect(instant(london, text)).toEqual({ at: utc, text, zone: 'Europe/London' });
  });

  it.each([
    ['2025-07-04T10:12:00.25+01:00', '2025-07-04T09:12:00.25Z'],
    ['2025-07-04T10:12:00Z', '2025-07-04T10:12:00Z'],
    ['2025-07-04 10:12:00+00', '2025-07-04T10:12:00Z'],
    ['2025-07-04T10:12:00-0330', '2025-07-04T13:42:00Z'],
  ])('takes the offset of %s and names no zone', (text, utc) => {
    expect(instant(london, text)).toEqual({ at: utc, text });
  });

  it('takes the offset before the change where the clock shows a time twice or never', () => {
    expect(at('2024-10-27 01:30:00')).toBe('2024-10-27T00:30:00Z');
    expect(at('2024-03-31 01:30:00')).toBe('2024-03-31T01:30:00Z');
    expect(at('2024-10-27 02:00:00')).toBe('2024-10-27T02:00:00Z');
    expect(at('2024-03-31 02:00:00')).toBe('2024-03-31T01:00:00Z');
    expect(at('2018-11-04 01:30:00', { timezone: 'America/New_York' })).toBe('2018-11-04T05:30:00Z');
  });

  it('reads other formats only where they are stated', () => {
    const stated = { timezone: 'America/New_York', dates: ['MM/dd/yyyy hh:mm:ss a'] };
    expect(at('07/09/2018 01:39:13 PM', stated)).toBe('2018-07-09T17:39:13Z');
    expect(at('31/12/2024', london, 'dd/MM/yyyy')).toBe('2024-12-31T00:00:00Z');
    expect(at('31/12/2024 23:00', { ...london, dates: ['dd/MM/yyyy', 'dd/MM/yyyy HH:mm'] } as never)).toBe(
      '2024-12-31T23:00:00Z',
    );
    expect(() => at('31/12/2024')).toThrow(expect.objectContaining({ code: 'bad-date' }));
    expect(() => at('2024-12-31')).toThrow(expect.objectContaining({ code: 'bad-date' })); // a day is no time
  });

  it('takes a zone as its second argument', () => {
    expect(at('2024-07-01 12:00', london, 'Europe/Berlin')).toBe('2024-07-01T10:00:00Z');
  });

  it.each(['2024-02-30 09:00', '2024-01-01 24:00', '2024-01-01 09:60', 'yesterday', '2024-1-1 9:00'])(
    'refuses %s',
    (text) => {
      expect(() => at(text)).toThrow(expect.objectContaining({ code: 'bad-date' }));
    },
  );

  it('never says the text in its error (I10)', () => {
    expect(() => at('07700 900123')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('07700') }),
    );
  });

  it('is nothing for nothing', () => {
    expect([undefined, null, '', '  '].map((value) => instant(london, value))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('refuses a time without offset where no zone is stated', () => {
    expect(() => instant({}, '2024-01-01 09:00')).toThrow(expect.objectContaining({ code: 'no-zone' }));
  });
});

describe('$date', () => {
  it('takes the day that the text names', () => {
    expect(date({}, '2025-03-31')).toBe('2025-03-31');
    expect(date(london, '2025-03-31 23:59:59')).toBe('2025-03-31');
    expect(date({ dates: ['dd/MM/yyyy'] }, '01/02/2025')).toBe('2025-02-01');
    expect(() => date({}, '2025-02-30')).toThrow(expect.objectContaining({ code: 'bad-date' }));
  });

  it.each([
    ['2026-07-17T23:00:00.000Z', '2026-07-18'],
    ['2026-07-17T22:59:59.999Z', '2026-07-17'],
    ['2026-01-17T23:00:00Z', '2026-01-17'],
    ['2026-07-18T00:30:00+01:00', '2026-07-18'],
    ['2026-07-18T00:30:00+02:00', '2026-07-17'],
    ['2026-12-31T23:30:00-01:00', '2027-01-01'],
  ])('of the instant %s is the day in the zone of the stream', (text, day) => {
    expect(date(london, text)).toBe(day);
  });

  it('of an instant takes a zone as its hint, and refuses without any', () => {
    expect(date(london, '2026-07-17T22:30:00Z', 'Europe/Berlin')).toBe('2026-07-18');
    expect(() => date({}, '2026-07-17T23:00:00Z')).toThrow(expect.objectContaining({ code: 'no-zone' }));
  });

  it.each(['2025-07-31Z', '2025-07-31+01:00', '2025-07-31-05:00'])(
    'of %s, a day with a zone, is that day',
    (text) => {
      expect(date({}, text)).toBe('2025-07-31');
    },
  );

  it.each(['2025-07-31T10:00 or so', '2025-07-31T25:00:00Z', '2025-02-30Z'])('refuses %s', (text) => {
    expect(() => date(london, text)).toThrow(expect.objectContaining({ code: 'bad-date' }));
  });

  it('of a stated format with an offset is the day in the zone of the stream', () => {
    expect(date({ ...london, dates: ['dd/MM/yyyy HH:mm ZZ'] }, '17/07/2026 23:00 +00:00')).toBe('2026-07-18');
  });
});
