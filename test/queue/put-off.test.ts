import { expect, it } from 'vitest';
import { readPutOff, writePutOff } from '../../src/queue/put-off.ts';

it.each([
  { since: 1_767_225_600_000, brokenSince: undefined },
  { since: 1_767_225_600_000, brokenSince: 1_767_225_700_000 },
])('reads what it writes: %o', (putOff) => {
  expect(readPutOff(writePutOff(putOff))).toEqual(putOff);
});

it('keeps whole milliseconds of a clock that tells parts of them', () => {
  const putOff = { since: 1_767_225_600_000.4, brokenSince: undefined };

  expect(readPutOff(writePutOff(putOff))).toEqual({ ...putOff, since: 1_767_225_600_000 });
});

it.each([undefined, '', 'often', '-1', '1 ', '1 2 3', '1e9', '12 1767225600000'])(
  'takes what it did not write for a message that was never put off: %s',
  (text) => {
    expect(readPutOff(text)).toBe(undefined);
  },
);
