import { expect, it } from 'vitest';
import { neverPutOff, readPutOff, writePutOff } from '../../src/queue/put-off.ts';

it.each([
  { times: 1, brokenSince: undefined },
  { times: 12, brokenSince: 1_767_225_600_000 },
])('reads what it writes: %o', (putOff) => {
  expect(readPutOff(writePutOff(putOff))).toEqual(putOff);
});

it.each([undefined, '', 'often', '-1', '1 ', '1 2 3', '1e9'])(
  'takes what it did not write for a message that was never put off: %s',
  (text) => {
    expect(readPutOff(text)).toEqual(neverPutOff);
  },
);
