import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { formatArn, parseArn } from '../../src/clouds/arn.ts';
import type { AccountRegion } from '../../src/clouds/call.ts';
import type { ResourceType } from '../../src/clouds/cloud.ts';
import type { CloudProvider, Sight, WriteResult } from '../../src/clouds/provider.ts';
import {
  AccessDeniedError,
  CircuitOpenError,
  mayHaveHappened,
  noAnswerCode,
  RetryableError,
  ThrottledError,
} from '../../src/model/errors.ts';
import { allItems, isCursorExpired } from '../../src/model/page.ts';
import { changeOf, writesOf } from './ask.ts';
import { troubledLanes } from './troubled-lanes.ts';
import type { Trouble, Troubles } from './troubles.ts';

/** A cloud whose wire can be troubled. */
export type TroubledStage = {
  /** Opens a provider of its own for one account and region. */
  readonly openAt: (at: AccountRegion) => CloudProvider;
  /** Where its disks are made. */
  readonly at: AccountRegion;
  /** Where nothing is. */
  readonly elsewhere: string;
  readonly disk: ResourceType;
  readonly makeDisk: () => Promise<Arn>;
  readonly settle: () => void;
  readonly troubles: Troubles;
  /** Codes that nobody knew. */
  readonly unknown: readonly string[];
  /** What its throttles say: when to come again. Seconds. */
  readonly retryAfterSeconds?: number;
};

/** Troubles that a cloud cannot have, and why. */
export type Impossible = Partial<Readonly<Record<Trouble, string>>>;

/** What keeps a key from being written. */
const failureOf = (results: readonly WriteResult[], index = 0): unknown =>
  results[index]?.failed.get(`key-${index}`);

/**
 * What every cloud's provider makes of troubles: each is made at its wire, and its calls go through the lanes that
 * a worker has.
 * @param impossible stands in the test's name
 */
export const troublesContract = (
  name: string,
  open: () => Promise<TroubledStage>,
  impossible: Impossible = {},
): void => {
  const itWhen = (trouble: Trouble, says: string, test: () => Promise<void>): void => {
    const reason = impossible[trouble];
    if (reason === undefined) it(says, test);
    else it.skip(`${says} (never ${trouble}: ${reason})`);
  };

  describe(`${name} in trouble`, () => {
    let stage: TroubledStage;
    let disks: readonly [Arn, Arn, Arn];

    beforeAll(async () => {
      stage = await open();
      disks = [await stage.makeDisk(), await stage.makeDisk(), await stage.makeDisk()];
      stage.settle();
    });
    beforeEach(() => stage.troubles.end());

    /** A process that has made no call yet. */
    const start = (region = stage.at.region) => {
      const provider = stage.openAt({ ...stage.at, region });
      const lanes = troubledLanes(provider, stage.troubles);
      const { call } = lanes;
      const at = (where: string) =>
        where === region ? provider : stage.openAt({ ...stage.at, region: where });
      const elsewhere = at(stage.elsewhere);
      const far = formatArn({ ...parseArn(disks[0]), region: stage.elsewhere });
      /** What a call as a whole throws, decides nothing of a resource. */
      const sightBy = (of: CloudProvider, arn: Arn): Promise<Sight | undefined> =>
        of.describe([arn], call).then(
          (sights) => sights.get(arn),
          (error: unknown) => ({ kind: 'cannot-tell', error }),
        );
      return {
        ...lanes,
        look: () => sightBy(provider, disks[0]),
        lookElsewhere: () => sightBy(elsewhere, far),
        list: (cursor?: string) => provider.list(stage.at.accountId, stage.disk, cursor, call),
        /** Sets another key on each of two disks, which takes two calls. */
        write: () => {
          const changes = disks
            .slice(0, 2)
            .map((disk, index) => changeOf(disk, { set: new Map([[`key-${index}`, 'x']]) }));
          return provider.write(writesOf(changes), call);
        },
      };
    };

    const errorOf = (sight: Sight | undefined): unknown =>
      sight?.kind === 'cannot-tell' ? sight.error : undefined;

    itWhen('throttled', 'asks again no sooner than a throttle says, and is answered', async () => {
      const process = start();
      stage.troubles.next('throttled');

      const sight = await process.play(process.look());

      expect(sight?.kind).toBe('present');
      expect(process.events).toMatchObject([{ ...stage.at, kind: 'throttled' }]);
      expect(process.passed()).toBeGreaterThanOrEqual((stage.retryAfterSeconds ?? 0) * 1000);
    });

    itWhen('throttled', 'writes again what a throttle kept from being written', async () => {
      const process = start();
      stage.troubles.next('throttled', { isTagCall: true });

      const results = await process.play(process.write());

      expect(results.every(({ refused, failed }) => refused.size + failed.size === 0)).toBe(true);
      expect(process.events).toMatchObject([{ ...stage.at, kind: 'throttled' }]);
    });

    itWhen(
      'throttled',
      'has a budget for each region: throttles of one delay no other',
      async () => {
        const process = start();
        stage.troubles.all('throttled', { region: stage.at.region });

        const here = await process.play(process.look());
        const before = process.passed();
        const there = await process.play(process.lookElsewhere());

        expect(errorOf(here)).toBeInstanceOf(ThrottledError);
        expect(there?.kind).toBe('gone');
        expect(process.passed()).toBe(before);
      },
    );

    itWhen(
      'denied',
      'cannot tell, lists nothing as all, and writes nothing without permission',
      async () => {
        const process = start();
        stage.troubles.all('denied', { region: stage.at.region });

        const sight = await process.play(process.look());
        const listed = process.list();
        await expect(process.play(listed)).rejects.toBeInstanceOf(AccessDeniedError);
        const there = await process.play(process.lookElsewhere());
        stage.troubles.all('denied', { isTagCall: true });
        const results = await process.play(process.write());

        expect(errorOf(sight)).toBeInstanceOf(AccessDeniedError);
        expect(errorOf(sight)).toMatchObject({
          scope: expect.stringMatching(/^(?:resource|region|account)$/),
        });
        for (const index of [0, 1]) {
          expect(failureOf(results, index)).toBeInstanceOf(AccessDeniedError);
          expect(results[index]?.refused.size).toBe(0);
        }
        expect(there?.kind).toBe('gone');
      },
    );

    itWhen(
      'hanging',
      'gives up a write that is never answered, and takes no neighbour with it',
      async () => {
        const process = start();
        stage.troubles.next('hanging', { isTagCall: true });

        const results = await process.play(process.write());

        const failures = results.flatMap(({ failed }) => [...failed.values()]);
        expect(failures).toMatchObject([{ code: noAnswerCode }]);
        expect(failures.every(mayHaveHappened)).toBe(true);
        expect(results.every(({ refused }) => refused.size === 0)).toBe(true);
      },
    );

    itWhen('hanging', 'answers for one region while calls of another hang', async () => {
      const process = start();
      const hung = stage.troubles.hung();
      stage.troubles.all('hanging', { region: stage.at.region });

      const here = process.look();
      await process.untilHung(hung + 1);
      const there = await process.lookElsewhere();
      const before = process.passed();
      const ended = await process.play(here);

      expect(there?.kind).toBe('gone');
      expect(before).toBe(0);
      expect(errorOf(ended)).toMatchObject({ code: noAnswerCode });
    });

    itWhen(
      'hanging',
      'has a breaker for each region: what rests in one is asked in others',
      async () => {
        const process = start();
        stage.troubles.all('hanging', { region: stage.at.region });

        await process.play(Promise.all(Array.from({ length: 5 }, process.look)));
        const resting = await process.play(process.look());
        const there = await process.play(process.lookElsewhere());

        expect(errorOf(resting)).toBeInstanceOf(CircuitOpenError);
        expect(there?.kind).toBe('gone');
      },
    );

    itWhen(
      'unknown code',
      'takes a code that nobody knows for one that may pass, and counts it',
      async () => {
        const process = start();
        const before = stage.unknown.length;

        stage.troubles.next('unknown code');
        const sight = await process.play(process.look());
        stage.troubles.all('unknown code', { isTagCall: true });
        const results = await process.play(process.write());

        expect(errorOf(sight)).toBeInstanceOf(RetryableError);
        for (const index of [0, 1]) {
          expect(failureOf(results, index)).toBeInstanceOf(RetryableError);
          expect(results[index]?.refused.size).toBe(0);
        }
        expect(stage.unknown.length).toBeGreaterThanOrEqual(before + 3);
        expect(new Set(stage.unknown)).toEqual(new Set(['NobodyKnowsThis']));
      },
    );

    itWhen(
      'cursor expired',
      'says that a cursor has expired, and lists all from the beginning',
      async () => {
        const process = start();
        stage.troubles.all('cursor expired');

        const { next } = await process.play(process.list());
        expect(next).toBeDefined();
        const failure = await process.play(process.list(next).catch((error: unknown) => error));
        stage.troubles.end();
        const all = await process.play(allItems(process.list));

        expect(isCursorExpired(failure)).toBe(true);
        expect([...all]).toEqual(expect.arrayContaining([...disks]));
      },
    );

    itWhen('hidden', 'cannot tell of what is not shown, and never calls it gone', async () => {
      const process = start();
      stage.troubles.all('hidden', { region: stage.at.region });

      const sight = await process.play(process.look());

      expect(sight?.kind).toBe('cannot-tell');
      expect(errorOf(sight)).toBeDefined();
    });
  });
};
