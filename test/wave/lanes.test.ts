import { describe, expect, it } from 'vitest';
import type { ApiCall, Urgency } from '../../src/clouds/call.ts';
import { RetryableError, ThrottledError } from '../../src/model/errors.ts';
import { createLanes, type LaneEvent } from '../../src/wave/lanes.ts';
import { createVirtualTime } from '../reliability/virtual-time.ts';

const here = { accountId: '1000000000000001', region: 'cn-hangzhou' } as const;
const call: ApiCall = {
  ...here,
  api: 'TagResources',
  what: 'tagging d-1',
  seconds: 10,
  mayArriveLate: true,
};
const throttle = (retryAfterSeconds?: number) =>
  new ThrottledError({ code: 'Throttling', message: 'slow down', retryAfterSeconds });
const unreachable = () => new RetryableError({ code: 'ServiceUnavailable', message: 'not now' });

const open = (rate = { perSecond: 10, burst: 100 }) => {
  const time = createVirtualTime();
  const events: LaneEvent[] = [];
  const lanes = createLanes({
    rateOf: () => rate,
    workers: 1,
    ...time,
    onEvent: (event) => {
      events.push(event);
    },
  });
  /** Makes a call and lets time pass until it ends. */
  const play = async <T>(
    send: (signal: AbortSignal) => Promise<T>,
    { urgency = 'live', ...changes }: Partial<ApiCall> & { readonly urgency?: Urgency } = {},
  ): Promise<PromiseSettledResult<T>> => {
    const ends: PromiseSettledResult<T>[] = [];
    void Promise.allSettled([lanes.pass(urgency)({ ...call, ...changes }, send)]).then((all) =>
      ends.push(...all),
    );
    await time.playUntil(() => ends.length > 0);
    const [end] = ends;
    if (end === undefined) throw new Error('the call never ended');
    return end;
  };
  /** Makes as many calls as go at once. */
  const use = async (count: number): Promise<void> => {
    for (let made = 0; made < count; made += 1) await play(async () => 'done');
  };
  return { time, lanes, events, play, use };
};

const never = <T>(): Promise<T> => new Promise(() => {});

describe('a call that the cloud throttles', () => {
  it('is made again after the pause that the cloud asks for', async () => {
    const { time, play, events } = open();
    const sent: number[] = [];

    const end = await play(async () => {
      sent.push(time.clock());
      if (sent.length === 1) throw throttle(3);
      return 'done';
    });

    expect(end).toEqual({ status: 'fulfilled', value: 'done' });
    expect(sent[1]).toBeGreaterThanOrEqual(3000);
    expect(events).toMatchObject([{ kind: 'throttled', api: 'TagResources' }]);
  });

  it('ends at once with the time to come again when that is longer than anybody waits', async () => {
    const { time, play } = open();

    const end = await play(async () => {
      throw throttle(60);
    });

    expect(time.clock()).toBe(0);
    expect(end).toMatchObject({
      reason: { code: 'ThrottledByBudget', retryAfterSeconds: expect.closeTo(60, 0) },
    });
  });

  it('is not made again when it may have happened', async () => {
    const { play } = open();
    let sent = 0;

    await play(async () => {
      sent += 1;
      throw new ThrottledError({
        code: 'Throttling',
        message: 'slow down',
        details: { mayHaveHappened: true },
      });
    });

    expect(sent).toBe(1);
  });
});

describe('a call that nobody answers', () => {
  it('is aborted after the time it may take, and says whether it may still arrive', async () => {
    const { time, play } = open();
    const signals: AbortSignal[] = [];

    const end = await play((signal) => {
      signals.push(signal);
      return never();
    });

    expect(time.clock()).toBe(10_000);
    expect(signals[0]?.aborted).toBe(true);
    expect(end).toMatchObject({
      reason: {
        code: 'NoAnswer',
        message: 'tagging d-1 was not answered within 10 s',
        details: { mayHaveHappened: true },
      },
    });
  });

  it('takes no time of its neighbours', async () => {
    const { time, lanes, play } = open();

    void lanes
      .pass('live')(call, never)
      .catch(() => {});
    await play(async () => 'done');

    expect(time.clock()).toBe(0);
  });
});

describe('what is broken or used up in one place', () => {
  const others: readonly Partial<ApiCall>[] = [
    { accountId: '1000000000000002' },
    { region: 'cn-beijing' },
    { api: 'UntagResources' },
  ];

  it.each(others)('delays no calls elsewhere: broken, %o', async (elsewhere) => {
    const { time, play, events } = open();
    for (let failed = 0; failed < 5; failed += 1) {
      await play(async () => {
        throw unreachable();
      });
    }

    expect(await play(async () => 'done')).toMatchObject({ reason: { code: 'CircuitOpen' } });
    expect(await play(async () => 'done', elsewhere)).toMatchObject({ value: 'done' });
    expect(time.clock()).toBe(0);
    expect(events).toMatchObject([{ ...here, kind: 'broken', seconds: 30 }]);
  });

  it.each(others)('delays no calls elsewhere: used up, %o', async (elsewhere) => {
    const { time, play, use } = open();
    await use(100);

    expect(await play(async () => 'done', elsewhere)).toMatchObject({ value: 'done' });
    expect(time.clock()).toBe(0);
  });

  it('is tried again with one call when it has rested', async () => {
    const { time, play } = open();
    for (let failed = 0; failed < 5; failed += 1) {
      await play(async () => {
        throw unreachable();
      });
    }

    await time.play(30);

    expect(await play(async () => 'done')).toMatchObject({ value: 'done' });
  });
});

describe('the door', () => {
  it('lets nothing but live events in when calls are used up', async () => {
    const { lanes, use } = open();

    await use(100);

    expect(lanes.door.enter(here, 5, 'later')).toBe(0);
    expect(lanes.door.enter(here, 5, 'live')).toBe(5);
  });

  it('lets in as many as there are calls for, when each took one of late', async () => {
    const { lanes, use } = open();
    lanes.door.enter(here, 40, 'live');
    await use(1);
    lanes.door.leave(here, 40);
    lanes.door.enter(here, 39, 'live');
    await use(39);
    lanes.door.leave(here, 39);

    expect(lanes.door.enter(here, 200, 'later')).toBeLessThan(100);
  });

  it('learns nothing of those for whom there were no calls', async () => {
    const { lanes, use } = open();
    lanes.door.enter(here, 40, 'live');
    await use(10);
    lanes.door.leave(here, 40, 10);

    expect(lanes.door.enter(here, 200, 'later')).toBeLessThan(100);
  });

  it('says for how many a pause makes room, for each of which it takes as many calls as of late', async () => {
    const { lanes, use } = open();
    lanes.door.enter(here, 40, 'live');
    await use(20);
    lanes.door.leave(here, 40);

    expect(lanes.door.roomAfterPause(here)).toBe(200);
  });

  it('tells how many more there is room for, and lets nobody in for that', async () => {
    const { lanes, use } = open();
    lanes.door.enter(here, 40, 'live');
    await use(40);
    lanes.door.leave(here, 40);
    const room = lanes.door.room(here);

    const [entered, left] = [lanes.door.enter(here, 500, 'later'), lanes.door.room(here)];

    expect(entered).toBe(room);
    expect(left).toBe(0);
  });

  it('lets no more in while others are inside for whom there were calls', async () => {
    const { lanes, use } = open();
    for (let each = 0; each < 50; each += 1) {
      lanes.door.enter(here, 1, 'live');
      await use(1);
      lanes.door.leave(here, 1);
    }

    const first = lanes.door.enter(here, 500, 'later');

    expect(first).toBeGreaterThan(0);
    expect(lanes.door.enter(here, 500, 'later')).toBe(0);
    lanes.door.leave(here, first);
    expect(lanes.door.enter(here, 500, 'later')).toBeGreaterThanOrEqual(first);
  });

  it.each([
    { rate: { perSecond: 10, burst: 100 }, apart: 5 },
    { rate: { perSecond: 10, burst: 1000 }, apart: 10 },
    { rate: { perSecond: 10, burst: 1 }, apart: 1 },
  ])(
    'has what it keeps out come again before a bucket of $rate is full',
    async ({ rate, apart }) => {
      const { lanes, use } = open(rate);
      await use(1);

      expect(lanes.door.apartSeconds(here)).toBe(apart);
    },
  );
});
