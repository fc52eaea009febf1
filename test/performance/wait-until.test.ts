import { expect, it } from 'vitest';
import { waitUntil } from '../../bench/wait-until.ts';

/** A time that passes in pauses alone. */
const playedTime = () => {
  let at = 0;
  return {
    now: () => at,
    pause: async (forMs: number) => {
      at += forMs;
    },
  };
};

const patience = { everyMs: 100, patienceMs: 1000 };

it('goes on as soon as it is as expected', async () => {
  const seen = ['one wrong', 'one wrong', undefined, 'never asked'];
  const missing = async () => seen.shift();

  await waitUntil({ expected: 'all right', missing, ...patience }, playedTime());

  expect(seen).toEqual(['never asked']);
});

it('ends with what was expected and what was seen last, when it never becomes so', async () => {
  const missing = async () => 'vol-1 has {}';

  const waiting = waitUntil(
    { expected: 'vol-1 to have owner', missing, ...patience },
    playedTime(),
  );

  await expect(waiting).rejects.toThrow(
    'waited 1 s for vol-1 to have owner; seen last: vol-1 has {}',
  );
});
