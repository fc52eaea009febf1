import type { Arn } from '../../../src/clouds/arn.ts';
import type { CloudProvider } from '../../../src/clouds/provider.ts';
import { keysOf } from '../../../src/clouds/tag-calls.ts';
import { RetryableError, TerminalError } from '../../../src/model/errors.ts';
import type { Page } from '../../../src/model/page.ts';
import { allRefused, overTagCalls } from '../../clouds/over-tag-calls.ts';
import type { VirtualService } from '../virtual-service.ts';

/** What may be wrong with the cloud of a world. */
export const troubles = [
  /** It answers a few calls a second, and throttles the others. */
  'throttled',
  /** It lists in an order of its own, a few to a page. */
  'unordered',
  /** Some resources may not be described, and of some the heirs may not be listed. */
  'closed',
  /** It takes one key for nothing. */
  'picky',
] as const;

export type Trouble = (typeof troubles)[number];

/** What a picky cloud never takes from the service. */
export const pickyKey = 'env';

/** What the service must do without, and what it did wrong about it. */
export type TroubledCloud = {
  readonly over: (inner: CloudProvider) => CloudProvider;
  /** From now on these may not be described, nor their heirs listed. */
  readonly close: (arns: readonly Arn[]) => void;
  readonly wrong: readonly string[];
};

/** What passes, and how to let it pass. */
export type Time = Pick<VirtualService, 'now' | 'wait'>;

type Wrap = (inner: CloudProvider) => CloudProvider;

const throttle = () =>
  new RetryableError({ code: 'Throttling.User', message: 'denied due to user flow control' });

/** Calls that a throttled cloud answers in a second, and at once after a pause. */
const callsPerSecond = 20;

/** How long a call takes. Milliseconds. */
const callMs = 25;

/** Resources of one throttled call that are asked for one by one, and at once: so many are no accident. */
const mostAskedAlone = 3;

/** A cloud with a bucket of calls; a call that was throttled must not come again in pieces. */
const throttled = ({ now: clock, wait }: Time, wrong: string[]): Wrap => {
  let tokens = callsPerSecond;
  let at: number | undefined;
  let denied = new Set<Arn>();
  let askedAlone = 0;
  /** What others ask for later, by messages of their own, is no piece of it. */
  const deny = (arns: readonly Arn[]): void => {
    denied = new Set(arns);
    setImmediate(() => {
      denied = new Set();
    });
  };
  const take = (): void => {
    wait(callMs);
    const now = clock();
    const seconds = (now - (at ?? now)) / 1000;
    tokens = Math.min(callsPerSecond, tokens + seconds * callsPerSecond);
    at = now;
    if (tokens < 1) throw throttle();
    tokens -= 1;
  };
  return (inner) => ({
    ...overTagCalls(inner, async (_, next) => {
      take();
      return next();
    }),
    describe: async (arns, call) => {
      const isPiece = arns.length === 1 && arns.every((arn) => denied.has(arn));
      askedAlone = isPiece ? askedAlone + 1 : 0;
      if (askedAlone === mostAskedAlone) wrong.push('a throttled call is made again in pieces');
      try {
        take();
      } catch (failure) {
        if (arns.length > mostAskedAlone) deny(arns);
        throw failure;
      }
      return inner.describe(arns, call);
    },
    heirs: async (...question) => {
      take();
      return inner.heirs(...question);
    },
    list: async (...question) => {
      take();
      return inner.list(...question);
    },
  });
};

const pageSize = 2;

/** Any order that stays. */
const placeOf = (arn: Arn): string => [...arn].toReversed().join('');

const unordered: Wrap = (inner) => {
  const pageOf = async (
    list: (cursor: string | undefined) => Promise<Page<Arn>>,
    cursor: string | undefined,
  ): Promise<Page<Arn>> => {
    const all: Arn[] = [];
    for (let next: string | undefined, isFirst = true; isFirst || next !== undefined; ) {
      const page = await list(next);
      all.push(...page.items);
      next = page.next;
      isFirst = false;
    }
    const left = all
      .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
      .filter((arn) => cursor === undefined || placeOf(arn) > cursor);
    const items = left.slice(0, pageSize);
    const last = items.at(-1);
    const isEnd = left.length <= pageSize || last === undefined;
    return { items, next: isEnd ? undefined : placeOf(last) };
  };
  return {
    ...inner,
    heirs: (primary, type, cursor, call) =>
      pageOf((next) => inner.heirs(primary, type, next, call), cursor),
    list: (accountId, type, cursor, call) =>
      pageOf((next) => inner.list(accountId, type, next, call), cursor),
  };
};

const closed =
  (names: ReadonlySet<Arn>): Wrap =>
  (inner) => {
    const assertOpen = (arns: readonly Arn[]): void => {
      const found = arns.find((arn) => names.has(arn));
      if (found === undefined) return;
      throw new TerminalError({ code: 'NoPermission', message: `${found} may not be read` });
    };
    return {
      ...inner,
      describe: async (arns, call) => {
        assertOpen(arns);
        return inner.describe(arns, call);
      },
      heirs: async (primary, ...rest) => {
        assertOpen([primary]);
        return inner.heirs(primary, ...rest);
      },
    };
  };

const picky: Wrap = (inner) =>
  overTagCalls(inner, async (call, next) => {
    const { change } = call;
    const isTaken = change.kind === 'remove' || !keysOf(change).includes(pickyKey);
    return isTaken ? next() : allRefused(call, 'InvalidTagKey');
  });

/** Makes a cloud with some of the troubles. */
export const createTroubles = (chosen: readonly Trouble[], time: Time): TroubledCloud => {
  const names = new Set<Arn>();
  const wrong: string[] = [];
  const wraps: Readonly<Record<Trouble, Wrap>> = {
    picky,
    unordered,
    closed: closed(names),
    throttled: throttled(time, wrong),
  };
  return {
    over: (inner) =>
      troubles
        .filter((each) => chosen.includes(each))
        .reduceRight((cloud, each) => wraps[each](cloud), inner),
    close: (arns) => {
      for (const arn of arns) names.add(arn);
    },
    wrong,
  };
};
