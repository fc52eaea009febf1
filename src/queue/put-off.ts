/** What is known of a message that was put off before, beside what it says. */
export type PutOff = {
  /** How often. */
  readonly times: number;
  /** Since when it waits for something that is broken. Milliseconds since the epoch; undefined when it only waits its turn. */
  readonly brokenSince: number | undefined;
};

export const neverPutOff: PutOff = { times: 0, brokenSince: undefined };

/** Attribute of a message that takes the place of one that was put off. */
export const putOffAttribute = 'PutOff';

export const writePutOff = ({ times, brokenSince }: PutOff): string =>
  brokenSince === undefined ? String(times) : `${times} ${brokenSince}`;

/** Reads the attribute; anything else than what is written counts as never put off. */
export const readPutOff = (text: string | undefined): PutOff => {
  const [, times, brokenSince] = /^(\d{1,9})(?: (\d{1,15}))?$/.exec(text ?? '') ?? [];
  if (times === undefined) return neverPutOff;
  return {
    times: Number(times),
    brokenSince: brokenSince === undefined ? undefined : Number(brokenSince),
  };
};
