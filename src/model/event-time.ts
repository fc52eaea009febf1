import { isoTime } from './clock.ts';

/** Digits that a fraction of a second, and thousands of seconds, may have. Sorted by the unit. */
const unitsPerSecond = [1, 1e3, 1e6, 1e9] as const;

/** Clouds' events are of these years; a number of another year is no epoch. Seconds. */
const [firstSecond, lastSecond] = [Date.UTC(2000, 0) / 1000, Date.UTC(2100, 0) / 1000];

const writtenTime =
  /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;

const offsetOf = (zone: string | undefined): string => {
  if (zone === undefined || /^[zug]/i.test(zone)) return 'Z';
  const digits = zone.replace(':', '');
  return `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`;
};

const ofEpoch = (value: number): number | undefined => {
  const units = unitsPerSecond.find((each) => {
    const seconds = value / each;
    return seconds >= firstSecond && seconds < lastSecond;
  });
  return units === undefined ? undefined : Math.round((value * 1000) / units);
};

const ofText = (text: string): number | undefined => {
  if (/^\d+(\.\d+)?$/.test(text)) return ofEpoch(Number(text));
  const [, year, month, day, minutes = '00:00', seconds = ':00', fraction = '0', zone] =
    writtenTime.exec(text) ?? [];
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const time = Date.parse(
    `${year}-${month}-${day}T${minutes}${seconds}.${milliseconds}${offsetOf(zone)}`,
  );
  return Number.isNaN(time) ? undefined : time;
};

/**
 * Reads a time as audit trails and their exports write it: ISO 8601, with a blank or a `T`, or an epoch
 * in seconds down to nanoseconds, as a number or as digits. Without a zone it is UTC: what a time means
 * never depends on where it is read.
 * @returns ISO 8601 with milliseconds, UTC; undefined when it is no time
 */
export const readTime = (value: unknown): string | undefined => {
  const time =
    typeof value === 'number'
      ? ofEpoch(value)
      : typeof value === 'string'
        ? ofText(value.trim())
        : undefined;
  return time === undefined ? undefined : isoTime(time);
};
