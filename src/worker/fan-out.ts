import pLimit from 'p-limit';
import type { Arn } from '../clouds/arn.ts';
import { type HeirsRequest, heirsPage } from '../engine/heirs.ts';
import type { Eyes } from '../engine/observe.ts';
import type { Cause } from '../model/cause.ts';
import { inChunks } from '../model/chunks.ts';
import { CircuitOpenError, isThrottle, RetryableError, ThrottledError } from '../model/errors.ts';
import type { ChangesQueue, InternalMessage, Key, LateUntil, Since } from '../queue/message.ts';
import { type Reach, sentReach } from '../queue/reach.ts';
import { longestPauseSeconds } from './retries.ts';

export type FanOutDeps = Eyes & {
  readonly queue: ChangesQueue;
  /** Up to this many heirs are reconciled with their event; more go back to the queue, so many a message. */
  readonly inlineHeirs: number;
};

/** What makes us look, for the messages that follow from it. */
export type Why = {
  readonly cause: Cause;
  readonly since: Since;
  readonly reach: Reach;
  readonly lateUntil: LateUntil;
};

const keyMessages = (
  arns: readonly Arn[],
  { reach, ...why }: Why,
  most: number,
): readonly Extract<InternalMessage, { kind: 'keys' }>[] =>
  inChunks(arns, most).map((chunk) => ({
    kind: 'keys',
    arns: chunk,
    ...why,
    ...sentReach(reach),
  }));

/**
 * Sends a page of heirs to the queue as keys, then what is left of the listing as a message of its
 * own: last, so that a failure half way makes no second listing.
 */
const sendPage = async (
  deps: FanOutDeps,
  page: Omit<HeirsRequest, 'cursor'> & {
    readonly arns: readonly Arn[];
    readonly next: string | null;
  },
  why: Why,
): Promise<void> => {
  const { primary, arns, next } = page;
  await deps.queue.send(keyMessages(arns, why, deps.inlineHeirs));
  if (next !== null) {
    const { reach, ...rest } = why;
    await deps.queue.send([{ kind: 'heirs', primary, cursor: next, ...rest, ...sentReach(reach) }]);
  }
};

/**
 * A listing is read on at once until it has named so many: the cloud and the ledger name nearly the same heirs, and
 * what is read together is sent once. Where more come, each page is a message of its own.
 */
const mostReadAtOnce = 200;

/**
 * Finds the heirs of a resource that changed.
 * @returns the heirs when they are few enough to do at once; when they are many, they went to the queue
 */
export const fewHeirs = async (
  deps: FanOutDeps,
  primary: Arn,
  why: Why,
): Promise<readonly Arn[]> => {
  const found = new Set<Arn>();
  let cursor: string | null = null;
  do {
    const page = await heirsPage(deps, { primary, cursor });
    for (const arn of page.items) found.add(arn);
    cursor = page.next;
  } while (cursor !== null && found.size <= mostReadAtOnce);
  if (found.size <= deps.inlineHeirs) return [...found];

  await sendPage(deps, { primary, arns: [...found], next: cursor }, why);
  return [];
};

/** Messages that ask for keys to be done as they would be done here. @param most keys a message */
export const messagesOf = (
  keys: readonly Key[],
  most: number,
): readonly Extract<InternalMessage, { kind: 'keys' }>[] => {
  const alike = Map.groupBy(keys, ({ cause, reach, isNamed, isGone, lateUntil }) =>
    JSON.stringify([cause, reach, isNamed, isGone, lateUntil]),
  );
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { cause, reach, isNamed, isGone, lateUntil } = first;
    const arns = [...new Set([first, ...others].map(({ arn }) => arn))];
    const messages = keyMessages(arns, { cause, since: undefined, reach, lateUntil }, most);
    return messages.map((message) => ({
      ...message,
      ...(isNamed ? { isNamed } : {}),
      ...(isGone ? { isGone } : {}),
    }));
  });
};

/** How long a listing that failed is put off when it becomes a message of its own. Whole seconds. */
export const listingDelayOf = (failure: unknown): number => {
  const isWaiting = failure instanceof ThrottledError || failure instanceof CircuitOpenError;
  return isWaiting ? Math.min(longestPauseSeconds, Math.ceil(failure.retryAfterSeconds ?? 1)) : 0;
};

/** Listings that one event makes at once. */
export const parallelListings = 8;

/**
 * Lists the heirs of every resource that an event touches. Of several listings, one that fails with what
 * may pass goes to the queue as a message of its own, so that the others need not be made again until
 * all succeed at once. After a throttle none is begun any more.
 * @throws what the only listing failed with, or what does not pass
 */
export const listApart = async <T>(
  { queue }: Pick<FanOutDeps, 'queue'>,
  primaries: readonly Arn[],
  {
    list,
    later,
  }: {
    readonly list: (primary: Arn) => Promise<readonly T[]>;
    readonly later: (primary: Arn) => InternalMessage;
  },
): Promise<readonly T[]> => {
  const [only] = primaries;
  if (only === undefined || primaries.length === 1) return only === undefined ? [] : list(only);
  const limit = pLimit(parallelListings);
  const postponed: InternalMessage[] = [];
  let isThrottled = false;
  let delaySeconds = 0;
  const listOne = async (primary: Arn): Promise<readonly T[]> => {
    try {
      if (!isThrottled) return await list(primary);
    } catch (failure) {
      if (!(failure instanceof RetryableError)) throw failure;
      isThrottled ||= isThrottle(failure);
      delaySeconds = Math.max(delaySeconds, listingDelayOf(failure));
    }
    postponed.push(later(primary));
    return [];
  };
  const found = await Promise.all(primaries.map((primary) => limit(() => listOne(primary))));
  await queue.send(postponed, delaySeconds);
  return found.flat();
};

/** Turns one page of heirs into keys on the queue. */
export const sendHeirsPage = async (
  deps: FanOutDeps,
  request: HeirsRequest,
  why: Why,
): Promise<void> => {
  const page = await heirsPage(deps, request);
  await sendPage(deps, { primary: request.primary, arns: page.items, next: page.next }, why);
};
