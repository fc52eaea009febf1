import { describe, expect, it } from 'vitest';
import { type AdaptiveRate, createAdaptiveRate } from '../../src/wave/adaptive-rate.ts';

const allowed = { perSecond: 10, burst: 100 } as const;

const open = () => {
  let now = 0;
  const rate = createAdaptiveRate({ allowed, workers: 10, clock: () => now });
  const pass = (seconds: number): void => {
    now += seconds * 1000;
  };
  return { rate, pass };
};

type Opened = ReturnType<typeof open>;

const accept = (rate: AdaptiveRate, calls: number): void => {
  for (let call = 0; call < calls; call += 1) rate.accepted();
};

/** One call now and then, for ten minutes. */
const trickle = ({ rate, pass }: Opened): void => {
  for (let call = 0; call < 20; call += 1) {
    rate.accepted();
    pass(30);
  }
};

const pasts = {
  'it had just begun': () => {},
  'there was a call now and then for ten minutes': trickle,
  'a call was refused ten minutes ago, and one taken now and then since': (opened: Opened) => {
    opened.rate.refused();
    trickle(opened);
  },
  'it made many calls, which ten minutes ago were refused': (opened: Opened) => {
    accept(opened.rate, 90);
    opened.rate.refused();
    trickle(opened);
  },
} as const;

describe.each(Object.entries(pasts))(
  'the rate of a worker in a storm, when %s before',
  (_, past) => {
    it.each([
      { calls: 60, part: 0.6 },
      { calls: 30, part: 0.3 },
      { calls: 2, part: 0.1 },
    ])(
      'is its part of the bucket once a call is refused: $part for $calls calls',
      ({ calls, part }) => {
        const opened = open();
        past(opened);

        accept(opened.rate, calls);
        opened.rate.refused();
        opened.pass(25);

        expect(opened.rate.perSecond() / allowed.perSecond).toBeCloseTo(part, 1);
      },
    );
  },
);

describe('the rate of a worker', () => {
  it('is its part of the calls, too, when the bucket is used up slowly', () => {
    const { rate, pass } = open();

    for (let second = 0; second < 20; second += 1) {
      accept(rate, 5);
      pass(1);
    }
    rate.refused();
    pass(25);

    expect(rate.perSecond()).toBeGreaterThan(3);
    expect(rate.perSecond()).toBeLessThan(5);
  });

  it('is cut from what it is when a call is refused again before the rate is back', () => {
    const { rate, pass } = open();
    accept(rate, 60);
    rate.refused();

    pass(5);
    const before = rate.perSecond();
    rate.refused();

    expect(rate.perSecond()).toBeCloseTo(before * 0.7, 5);
  });

  it('is never more than the cloud allows to all', () => {
    const { rate, pass } = open();
    accept(rate, 1000);
    rate.refused();

    pass(600);

    expect(rate.perSecond()).toBe(allowed.perSecond);
  });
});
