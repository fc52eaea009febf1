import { expect, it } from 'vitest';
import { withinDeadline } from '../../src/clouds/deadline.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { openDeadline } from './deadline-fixture.ts';

const never = <T>(): Promise<T> => new Promise(() => {});

it('aborts a call that was not answered in time', async () => {
  const { deadline } = openDeadline();
  let signal: AbortSignal | undefined;

  const answer = withinDeadline(deadline, {
    what: 'describing d-1',
    call: patientCall,
    ask: (call) => {
      ({ signal } = call);
      return never();
    },
  });

  await expect(answer).rejects.toMatchObject({ code: 'NoAnswer', details: {} });
  expect(signal?.aborted).toBe(true);
});

it('aborts a call for whose answer its caller does not wait any more, long before the deadline', async () => {
  const caller = new AbortController();
  let signal: AbortSignal | undefined;

  const answer = withinDeadline(
    { seconds: 10, after: () => () => {} },
    {
      what: 'a tag call of d-1',
      call: { signal: caller.signal },
      mayArriveLate: true,
      ask: (call) => {
        ({ signal } = call);
        return never();
      },
    },
  );
  caller.abort();

  await expect(answer).rejects.toMatchObject({ details: { mayHaveHappened: true } });
  expect(signal?.aborted).toBe(true);
});

it('hands on what the call throws, and forgets the deadline', async () => {
  const { deadline, counts } = openDeadline();
  const failure = new Error('no');

  const answer = withinDeadline(deadline, {
    what: 'describing d-1',
    call: patientCall,
    ask: () => Promise.reject(failure),
  });

  await expect(answer).rejects.toBe(failure);
  expect(counts).toEqual({ begun: 1, calledOff: 1 });
});
