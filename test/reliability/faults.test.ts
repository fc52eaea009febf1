import { beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider, Resource } from '../../src/clouds/provider.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { allSeenIn } from '../../src/clouds/sights.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { dynamoDbError } from '../../src/storage/dynamodb-errors.ts';
import { sightsOf } from '../clouds/ask.ts';
import { overTagCalls } from '../clouds/over-tag-calls.ts';
import { failing, type PortCall } from './failing.ts';
import {
  expectBackoff,
  type Faults,
  forAll,
  maxReceives,
  openFaultyWorld,
} from './faulty-world.ts';
import { randomFrom } from './random.ts';

/** What the DynamoDB client throws. */
const thrown = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error('not now'), { name, $metadata: { httpStatusCode } });

const tableFailure = (name: string, status: number) => (): Error =>
  dynamoDbError('use table state', thrown(name, status));

const cloudFailure =
  (code: string) =>
  ({ when }: PortCall): Error =>
    new RetryableError({
      code,
      message: 'not now',
      details: { mayHaveHappened: when === 'after' },
    });

type Kind = {
  readonly of: keyof Faults;
  readonly failure: (call: PortCall) => Error;
  /** Only these calls fail; all unless given. */
  readonly calls?: readonly string[];
  /** Some calls fail after they have happened: only their answers are lost. */
  readonly losesAnswers: boolean;
  /** Another look is all it takes; no message comes again. */
  readonly isSettledAtOnce?: boolean;
};

const kinds: Readonly<Record<string, Kind>> = {
  'a table that throttles': {
    of: 'table',
    failure: tableFailure('ProvisionedThroughputExceededException', 400),
    losesAnswers: false,
  },
  'a table that times out': {
    of: 'table',
    failure: tableFailure('TimeoutError', 0),
    losesAnswers: true,
  },
  'a table that answers 5xx': {
    of: 'table',
    failure: tableFailure('InternalServerError', 500),
    losesAnswers: true,
  },
  'a ledger that others write': {
    of: 'table',
    failure: tableFailure('ConditionalCheckFailedException', 400),
    calls: ['put'],
    losesAnswers: true,
    isSettledAtOnce: true,
  },
  'a cloud that throttles': {
    of: 'cloud',
    failure: cloudFailure('Throttling.User'),
    losesAnswers: false,
  },
  'a cloud that times out': {
    of: 'cloud',
    failure: cloudFailure('Timeout'),
    losesAnswers: true,
  },
  'a cloud that answers 5xx half way': {
    of: 'cloudTable',
    failure: tableFailure('InternalServerError', 500),
    losesAnswers: true,
  },
};

/** Calls that fail while it is switched on: one in six. */
const createFault = ({ of, failure, calls, losesAnswers }: Kind) => {
  const random = randomFrom(3);
  let isOn = false;
  let failed = 0;
  const failureOf = (call: PortCall): Error | undefined => {
    if (!isOn || (call.when === 'after' && !losesAnswers)) return undefined;
    if (calls?.includes(call.name) === false || !random.isOneIn(6)) return undefined;
    failed += 1;
    return failure(call);
  };
  return {
    faults: { [of]: <T extends object>(inner: T) => failing(inner, failureOf) },
    failed: () => failed,
    during: async (work: () => Promise<void>) => {
      isOn = true;
      await work();
      isOn = false;
    },
  };
};

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  it('delays the work, with pauses that double, loses none and takes nothing from anybody', async () => {
    const fault = createFault(kind);
    const world = await openFaultyWorld(fault.faults);
    const { service, tag, untag, redrive, costs, expectAtRest, failures } = world;

    for (let round = 1; round <= 15; round += 1) {
      const isTagged = round % 3 > 0;
      await (isTagged ? tag(`v${round}`) : untag());
      await fault.during(service.drain);
      await redrive();

      expect(await costs()).toEqual(forAll(isTagged ? `v${round}` : undefined));
      await expectAtRest();
    }

    expect(fault.failed()).toBeGreaterThan(10);
    expect(failures.length === 0).toBe(kind.isSettledAtOnce === true);
    expectBackoff(failures);
  });
});

describe('a resource that fails whatever is asked about it', () => {
  const failures = {
    InternalError: new RetryableError({ code: 'InternalError', message: 'the bad one' }),
    NoPermission: new TerminalError({ code: 'NoPermission', message: 'the bad one' }),
    Unknown: new TypeError('undefined is not the bad one'),
  };

  const badIn = (
    inner: CloudProvider,
    call: 'describe' | 'write',
    { isBad, failure }: { readonly isBad: (arn: Arn) => boolean; readonly failure: Error },
  ): CloudProvider =>
    call === 'describe'
      ? {
          ...inner,
          describe: async (arns, each) => {
            if (arns.some(isBad)) throw failure;
            return inner.describe(arns, each);
          },
        }
      : overTagCalls(inner, async ({ arns }, next) => {
          if (arns.some(isBad)) throw failure;
          return next();
        });

  it.each(
    Object.entries(failures).flatMap(([code, failure]) => [
      { code, failure, call: 'describe' as const },
      { code, failure, call: 'write' as const },
    ]),
  )(
    'with $code at $call keeps no other from being right, goes to the dead letters with the reason, and is right after a redrive',
    async ({ code, failure, call }) => {
      let bad: Arn | undefined;
      const world = await openFaultyWorld({
        cloud: (provider) => badIn(provider, call, { isBad: (arn) => arn === bad, failure }),
      });
      const { service, disks, tag, costs, redrive, expectAtRest } = world;
      bad = disks[2];

      await tag('shanghai');
      await service.drain();

      expect(await costs()).toEqual(disks.map((disk) => (disk === bad ? undefined : 'shanghai')));
      expect(service.queue.dead.length).toBeGreaterThan(0);
      const tries = failure instanceof TerminalError ? 3 : maxReceives;
      for (const { receives, reason } of service.queue.dead) {
        expect([receives, reason?.code]).toEqual([tries, code]);
        expect(reason?.message).toContain('the bad one');
      }
      expectBackoff(world.failures);
      // What an operator finds in the log for each dead letter.
      const last = world.failures.filter(({ isLast }) => isLast === true);
      expect(last).toHaveLength(service.queue.dead.length);
      for (const fields of last) {
        expect(fields).toMatchObject({ code, messageId: expect.any(String) });
        expect(String(fields.error)).toContain('the bad one');
      }

      bad = undefined;
      await redrive();

      expect(await costs()).toEqual(forAll('shanghai'));
      await expectAtRest();
    },
  );
});

describe('a resource that the simulated cloud cannot write', () => {
  it('keeps no other from its tags, and gets its own when it can be written again', async () => {
    let bad: Arn | undefined;
    const world = await openFaultyWorld({
      cloudTable: (inner) => ({
        ...inner,
        put: async (item, expectation) => {
          if (bad !== undefined && item.pk === `resource#${bad}`) {
            const code = 'DynamoDb.ProvisionedThroughputExceededException';
            throw new RetryableError({ code, message: `cannot write ${bad}` });
          }
          return inner.put(item, expectation);
        },
      }),
    });
    const { service, disks, costOf, createDisk } = world;
    bad = disks[2];

    await world.tag('shanghai');
    await service.drain();
    const later = await createDisk();
    await service.drain();

    expect(await world.costs()).toEqual(
      disks.map((disk) => (disk === bad ? undefined : 'shanghai')),
    );
    expect(await costOf(later)).toBe('shanghai');

    bad = undefined;
    await service.drain();
    await world.redrive();

    expect(await world.costs()).toEqual(forAll('shanghai'));
    await world.expectAtRest();
  });
});

describe('a cloud that shows new resources late', () => {
  const lateSeconds = 15;
  let hidden: (arn: Arn) => boolean;
  beforeEach(() => {
    hidden = () => false;
  });

  const open = () =>
    openFaultyWorld({
      cloud: (inner) => ({
        ...inner,
        readLagSeconds: lateSeconds,
        describe: async (arns, call) => {
          const seen = new Map(await inner.describe(arns, call));
          for (const arn of arns.filter(hidden)) seen.set(arn, { kind: 'gone' });
          return seen;
        },
      }),
    });

  it('is asked again about one that it does not show yet', async () => {
    const world = await open();
    const { service, tag, createDisk, disks, failures, costOf } = world;
    await tag('shanghai');
    await service.drain();
    const shownAt = service.now() + 12_000;
    hidden = (arn) => !disks.includes(arn) && arn !== world.instance && service.now() < shownAt;

    const disk = await createDisk();
    await service.drain();

    expect(await costOf(disk)).toBe('shanghai');
    expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['NotVisibleYet']));
    expectBackoff(failures);
    await world.expectAtRest();
  });

  it('is not asked for ever about one that it never shows', async () => {
    const world = await open();
    const { service, createDisk, disks, failures } = world;
    hidden = (arn) => !disks.includes(arn) && arn !== world.instance;

    await createDisk();
    await service.drain();

    // After 0, 2.5 to 5, and 7.5 to 15 seconds; the next look is later than anything may be invisible.
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.length).toBeLessThanOrEqual(3);
    await world.expectAtRest();
  });

  it('is believed about one that has been there when it does not show it for the time of its lag', async () => {
    const world = await open();
    const { service, tag, disks, failures } = world;
    await tag('shanghai');
    await service.drain();
    const [disk = world.instance] = disks;
    expect((await service.ledger.read(disk)).entries.size).toBe(1);

    hidden = (arn) => arn === disk;
    const since = service.now();
    await service.touch([disk]);

    expect(service.now() - since).toBeGreaterThanOrEqual(lateSeconds * 1000);
    expect(failures).toEqual([]);
    expect((await service.ledger.read(disk)).entries.size).toBe(0);
  });
});

describe('a cloud whose reads lag behind', () => {
  const lagSeconds = 30;
  type Picture = { readonly at: number; readonly resources: ReadonlyMap<Arn, Resource> };

  /** A world whose worker sees what the cloud held some time ago. */
  const openLagging = async () => {
    const pictures: Picture[] = [];
    let take = async (): Promise<void> => {};
    let now = (): number => 0;
    const seen = (): Picture['resources'] | undefined =>
      pictures.findLast(({ at }) => at <= now() - lagSeconds * 1000)?.resources;
    const world = await openFaultyWorld({
      cloud: (inner) => ({
        ...overTagCalls(inner, async (_, next) => {
          const problems = await next();
          await take();
          return problems;
        }),
        describe: async (arns, call) => {
          const old = seen();
          return old === undefined ? inner.describe(arns, call) : sightsOf(arns, old.values());
        },
      }),
    });
    const { service, instance, disks } = world;
    take = async () => {
      const arns = [instance, ...disks];
      const resources = allSeenIn(await service.provider.describe(arns, patientCall), arns);
      pictures.push({ at: service.now(), resources });
    };
    now = service.now;
    return { ...world, take: () => take() };
  };

  it('leaves tags behind that a look after the lag makes right, and takes nothing from anybody', async () => {
    const world = await openLagging();
    const { service, tag, untag, take, costs, expectAtRest } = world;
    await take();
    service.wait(lagSeconds * 1000);

    for (const change of [() => tag('before'), () => tag('after'), untag, () => tag('end')]) {
      await change();
      await take();
      await service.drain();
    }
    expect(await costs()).not.toEqual(forAll('end'));

    // What was seen while looking may be old itself; a look each lag brings all of it up to now.
    for (let look = 0; look < 3; look += 1) {
      service.wait(lagSeconds * 1000);
      await service.touch([world.instance, ...world.disks]);
    }

    expect(await costs()).toEqual(forAll('end'));
    await expectAtRest();
  });
});
