/** What is known of a message that was put off before, beside what it says. */
export type PutOff = {
  /** When it was put off first. Milliseconds since the epoch. */
  readonly since: number;
  /** Since when it waits for something that is broken. Milliseconds since the epoch; undefined when it only waits its turn. */
  readonly brokenSince: number | undefined;
};

/** Attribute of a message that takes the place of one that was put off. */
export const putOffAttribute = 'PutOff';

export const writePutOff = ({ since, brokenSince }: PutOff): string =>
  [since, brokenSince].flatMap((time) => (time === undefined ? [] : [Math.round(time)])).join(' ');

/**
 * Reads the attribute. Anything else than what is written was never put off: so does what an older version wrote,
 * which counted how often.
 */
export const readPutOff = (text: string | undefined): PutOff | undefined => {
  const [, since, brokenSince] = /^(\d{10,15})(?: (\d{10,15}))?$/.exec(text ?? '') ?? [];
  if (since === undefined) return undefined;
  return {
    since: Number(since),
    brokenSince: brokenSince === undefined ? undefined : Number(brokenSince),
  };
};
