const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const near = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const far = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** "3 minutes ago" under a day, the local time after that. */
export const tellTime = (time: string, now: number): string => {
  const seconds = Math.round((Date.parse(time) - now) / 1000);
  const size = Math.abs(seconds);
  if (size < minute) return seconds > 0 ? 'in a moment' : 'just now';
  if (size < hour) return near.format(Math.trunc(seconds / minute), 'minute');
  if (size < day) return near.format(Math.trunc(seconds / hour), 'hour');
  return far.format(new Date(time));
};

/** A moment in local words; the exact one, UTC, on hover. */
export const When = ({ time }: { readonly time: string | null | undefined }) =>
  time == null ? (
    <>–</>
  ) : (
    <time dateTime={time} title={time}>
      {tellTime(time, Date.now())}
    </time>
  );
