import { describe, expect, it } from 'vitest';
import type { Urgency } from '../../src/clouds/call.ts';
import { type Budget, createBudget } from '../../src/wave/budget.ts';
import { randomFrom } from '../reliability/random.ts';
import { createVirtualTime, type VirtualTime } from '../reliability/virtual-time.ts';
import { createLimit } from './limited-cloud.ts';

const allowed = { perSecond: 10, burst: 100 } as const;
const patience = 8;

const open = (workers = 1) => {
  const time = createVirtualTime();
  return { time, budget: createBudget({ rate: allowed, workers, ...time }) };
};

/** Takes so many turns as fast as they come. @returns when each came, seconds */
const takeMany = async (
  { budget, time }: { budget: Budget; time: VirtualTime },
  count: number,
  urgency: Urgency = 'live',
): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    void budget.take(urgency, 1000).then((late) => {
      if (late === undefined) times.push(time.clock() / 1000);
    });
  }
  await time.playUntil(() => times.length === count);
  return times;
};

type StormOptions = {
  readonly count: number;
  readonly workers: number;
  readonly seconds: number;
  /** For so long before, each budget has one call now and then. */
  readonly trickleSeconds?: number;
};

/** Ten calls at once of each budget, as fast as they may, against the cloud's one bucket. */
const storm = async ({ count, workers, seconds, trickleSeconds = 0 }: StormOptions) => {
  const time = createVirtualTime();
  const cloud = createLimit(allowed, time.clock);
  const random = randomFrom(1);
  /** Never the same twice: budgets in step would be refused together, too. */
  const onItsWay = (): Promise<void> => time.sleep(0.025 + 0.05 * random.fraction());
  const call = async (budget: Budget): Promise<void> => {
    const late = await budget.take('later', patience);
    if (late !== undefined) return time.sleep(late);
    const sentAt = time.clock();
    await onItsWay();
    const isTaken = cloud.takes();
    await onItsWay();
    if (isTaken) budget.accepted();
    else budget.refused(sentAt, undefined);
  };
  const begin = trickleSeconds * 1000;
  const callForEver = async (budget: Budget): Promise<void> => {
    while (time.clock() < begin + seconds * 1000) await call(budget);
  };
  const callNowAndThen = async (budget: Budget): Promise<void> => {
    while (time.clock() < begin) {
      await call(budget);
      await time.sleep(20);
    }
  };
  const budgets = Array.from({ length: count }, () =>
    createBudget({ rate: allowed, workers, ...time }),
  );
  for (const budget of budgets) void callNowAndThen(budget);
  await time.play(trickleSeconds);
  const [takenBefore, refusedBefore] = [cloud.taken(), cloud.refused()];
  for (const budget of budgets) {
    for (let each = 0; each < 10; each += 1) void callForEver(budget);
  }
  await time.play(seconds);
  const [taken, refused] = [cloud.taken() - takenBefore, cloud.refused() - refusedBefore];
  return {
    used: taken / (allowed.burst + allowed.perSecond * seconds),
    refused: refused / (taken + refused),
  };
};

describe('the budget of an API', () => {
  it('lets a full bucket through at once, then as many a second as the cloud allows', async () => {
    const times = await takeMany(open(), 150);

    expect(times.filter((at) => at === 0)).toHaveLength(100);
    expect(times.at(-1)).toBeCloseTo(5, 1);
  });

  it('begins with its part where there may be other workers', async () => {
    const times = await takeMany(open(10), 20);

    expect(times.filter((at) => at < 1)).toHaveLength(10);
    expect(times.at(-1)).toBeCloseTo(10, 0);
  });

  it('grows to all that the cloud allows when no call is refused', async () => {
    const { time, budget } = open(10);

    for (let taken = 0; taken < 50; taken += 1) budget.accepted();
    await time.play(60);

    expect((await takeMany({ time, budget }, 100)).at(-1)).toBeCloseTo(60 + 99 / 10, 0);
  });

  it('says at once how late a turn comes that nobody wants to wait for', async () => {
    const { budget } = open();
    for (let taken = 0; taken < 100; taken += 1) await budget.take('live', 0);

    expect(await budget.take('live', 0.05)).toBeCloseTo(0.1);
  });

  it('has room again once the turn of all who wait has come, before their timers say so', async () => {
    let now = 0;
    const timersOfAFrozenProcess = () => () => {};
    const budget = createBudget({
      ...{ rate: allowed, workers: 1, clock: () => now },
      after: timersOfAFrozenProcess,
    });
    budget.refused(now, 5);
    const turn = budget.take('later', patience);
    const before = budget.giveTurns();

    now = 600_000;

    expect(before).toBe(0);
    expect(budget.giveTurns()).toBeGreaterThan(0);
    await expect(turn).resolves.toBeUndefined();
  });

  it('gives live events their turn before others that have waited longer', async () => {
    const { time, budget } = open();
    const turns: Urgency[] = [];
    const take = (urgency: Urgency) => budget.take(urgency, 60).then(() => turns.push(urgency));
    for (let taken = 0; taken < 100; taken += 1) await budget.take('live', 0);

    for (let index = 0; index < 3; index += 1) void take('later');
    for (let index = 0; index < 3; index += 1) void take('live');
    await time.playUntil(() => turns.length === 6);

    expect(turns).toEqual(['live', 'live', 'live', 'later', 'later', 'later']);
  });

  it('keeps a tenth of the bucket for live events', async () => {
    const { budget } = open();
    for (let taken = 0; taken < 90; taken += 1)
      expect(await budget.take('later', 0)).toBe(undefined);

    expect(budget.giveTurns()).toBe(0);
    expect(await budget.take('later', 0)).toBeGreaterThan(0);
    expect(await budget.take('live', 0)).toBe(undefined);
  });

  it('keeps nothing for live events where there is only one call at a time', async () => {
    const time = createVirtualTime();
    const budget = createBudget({ rate: { perSecond: 1, burst: 1 }, workers: 1, ...time });

    expect(await takeMany({ time, budget }, 3, 'later')).toHaveLength(3);
  });

  it('makes no call as long as the cloud asked for, and fewer afterwards', async () => {
    const { time, budget } = open();

    budget.refused(time.clock(), 7);
    const times = await takeMany({ time, budget }, 100);

    expect(times[0]).toBeGreaterThanOrEqual(7);
    expect(times.at(-1)).toBeGreaterThan(100 / allowed.perSecond + 2);
  });

  it('slows down once for calls that were under way together', async () => {
    const [together, apart] = [open(), open()];

    await together.time.play(1);
    await apart.time.play(1);
    for (let refused = 0; refused < 10; refused += 1) together.budget.refused(999, 0);
    for (let refused = 0; refused < 10; refused += 1) {
      apart.budget.refused(apart.time.clock(), 0);
      await apart.time.play(0.001);
    }
    await together.time.play(2);
    await apart.time.play(2);

    expect(together.budget.giveTurns()).toBeGreaterThan(0);
    expect(apart.budget.giveTurns()).toBe(0);
  });

  it('has recovered from a refusal after three minutes without another', async () => {
    const { time, budget } = open();
    budget.refused(time.clock(), 0);

    for (let minute = 1; minute < 3; minute += 1) {
      await time.play(60);
      await takeMany({ time, budget }, 1);
    }
    await time.play(60);

    expect(budget.giveTurns()).toBe(90);
  });

  it('forgets after a minute without calls what it learned of others', async () => {
    const { time, budget } = open(10);
    for (let taken = 0; taken < 50; taken += 1) budget.accepted();
    await budget.take('live', 0);

    await time.play(61);

    expect(budget.giveTurns()).toBe(9);
  });

  it('sends no burst where others may use the bucket, too: calls are as far apart as it fills', async () => {
    const times = await takeMany(open(10), 5);

    expect(times).toEqual([0, 1, 2, 3, 4].map((place) => expect.closeTo(place / 10, 2)));
  });

  it('makes the next call once any is taken, where that is sooner than the bucket fills', async () => {
    const { time, budget } = open(10);
    await budget.take('live', 0);

    await time.play(0.02);
    budget.accepted();

    expect(await budget.take('live', 0)).toBe(undefined);
  });

  it('uses the whole bucket when nobody else does', async () => {
    const { time, budget } = open(10);

    for (let taken = 0; taken < 100; taken += 1) {
      expect(await budget.take('later', patience)).toBe(undefined);
      await time.play(0.05);
      budget.accepted();
    }

    expect(time.clock() / 1000).toBeLessThan(10);
  });

  it('takes the first refusal for the end of the bucket: its part of the calls is its part of the rate', async () => {
    const { time, budget } = open(10);

    for (let taken = 0; taken < 50; taken += 1) budget.accepted();
    budget.refused(time.clock(), 0);
    await time.play(25);

    expect(budget.burst()).toBeCloseTo(allowed.burst / 2, 0);
  });

  it('sends no burst once a call was refused', async () => {
    const { time, budget } = open();
    budget.refused(time.clock(), 0);

    await time.play(30);
    const times = await takeMany({ time, budget }, 3);

    expect(times).toEqual([30, 30.1, 30.2].map((at) => expect.closeTo(at, 2)));
  });
});

describe('the budget of one process, to which a call was refused', () => {
  it('sends a burst again a minute later, though it had a call now and then', async () => {
    const { time, budget } = open();
    budget.refused(time.clock(), 0);

    await time.play(40);
    await budget.take('live', 0);
    await time.play(30);
    const times = await takeMany({ time, budget }, 3);

    expect(times).toEqual([70, 70, 70]);
  });
});

describe('budgets of workers that know nothing of each other', () => {
  it.each([
    { count: 1, workers: 10 },
    { count: 4, workers: 10 },
    { count: 10, workers: 10 },
    { count: 4, workers: 1 },
  ])(
    'use $count × nearly all of what the cloud allows, and few calls are refused ($workers expected)',
    async ({ count, workers }) => {
      const { used, refused } = await storm({ count, workers, seconds: 300 });

      expect(used).toBeGreaterThan(0.9);
      expect(refused).toBeLessThan(0.05);
    },
  );

  it.each([1, 2, 4, 10])(
    'use as much of the first minute of a storm when each had a call now and then for ten minutes before: %i of ten',
    async (count) => {
      const { used, refused } = await storm({
        count,
        workers: 10,
        seconds: 60,
        trickleSeconds: 600,
      });

      expect(used).toBeGreaterThan(0.9);
      expect(refused).toBeLessThan(0.06);
    },
  );
});
