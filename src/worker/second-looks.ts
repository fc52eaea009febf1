import pLimit from 'p-limit';
import type { Arn } from '../clouds/arn.ts';
import { nameOfSite } from '../clouds/call.ts';
import type { CloudReads } from '../clouds/provider.ts';
import type { Reading, Unnamed } from '../clouds/reading.ts';
import type { ReconcileDeps } from '../engine/session.ts';
import type { Cause } from '../model/cause.ts';
import type { Clock } from '../model/clock.ts';
import type { ChangesQueue, InternalMessage, Key, LateUntil } from '../queue/message.ts';
import { covers, joined, type Reach } from '../queue/reach.ts';
import { messagesOf } from './fan-out.ts';

/**
 * Looks that are taken once more when the cloud is sure to show what made us look: by messages that
 * nobody sees before. Where reads are strong at once, there are none.
 */
export type SecondLooks = {
  /** Until when what is read may be older than an event; undefined when it cannot be any more. */
  readonly lateUntil: (cause: Cause) => LateUntil;
  /** From an answer of the cloud on, until when reads may be older than it; undefined where they cannot be. */
  readonly lateFromNow: () => LateUntil;
  /** What an event touched, and the heirs of that, not before a time. */
  readonly ofTouched: (touched: Touched, notBefore: number) => Promise<void>;
  /** The heirs of a resource whose tags we changed. */
  readonly ofHeirs: (primary: Arn, cause: Cause, notBefore: number) => Promise<void>;
  /** One resource. */
  readonly ofKey: (key: Key, notBefore: number) => Promise<void>;
};

type Touched = Pick<Extract<Reading, { kind: 'touched' }>, 'resources' | 'unnamed' | 'cause'>;

export type SecondLooksDeps = Pick<ReconcileDeps, 'wave'> & {
  readonly cloud: Pick<CloudReads, 'readLagSeconds'>;
  readonly queue: ChangesQueue;
  readonly clock: Clock;
  readonly inlineHeirs: number;
};

/** Events tell whole seconds, and clocks differ by less. Milliseconds. */
const eventTimeMarginMs = 2000;

/** The longest that SQS delays a message. */
const longestDelaySeconds = 900;

/**
 * The longest lag with which second looks come when they should: one that is put off behind another comes at twice
 * the lag, and what event times leave out.
 */
export const longestReadLagSeconds = 449;

/** Looks that a process remembers to have asked for; the oldest are forgotten first. */
const mostRemembered = 20_000;

/** A look that was asked for. */
type Due = { readonly at: number; readonly reach: Reach };

/** A look to ask for: not before a time, and as far as it must reach. */
type Wanted = {
  readonly name: string;
  readonly notBefore: number;
  readonly reach: Reach;
  readonly what:
    | {
        readonly kind: 'touched';
        readonly resource: Touched['resources'][number];
        readonly cause: Cause;
      }
    | { readonly kind: 'unnamed'; readonly meant: Unnamed; readonly cause: Cause }
    | { readonly kind: 'heirs'; readonly primary: Arn; readonly cause: Cause }
    | { readonly kind: 'key'; readonly key: Key };
};

/**
 * The messages that ask for looks.
 * @param most keys a message
 * @param since what they have seen who ask for it later and find that one comes: no look from before does for it
 */
const messagesFor = (
  wanted: readonly Wanted[],
  { most, since }: { readonly most: number; readonly since: number },
): readonly InternalMessage[] => {
  const keys = wanted.flatMap(({ what, reach }) =>
    what.kind === 'key' ? [{ ...what.key, reach, lateUntil: undefined }] : [],
  );
  const heirs = wanted.flatMap(({ what }): readonly InternalMessage[] =>
    what.kind === 'heirs'
      ? [
          {
            kind: 'heirs',
            primary: what.primary,
            cursor: null,
            cause: what.cause,
            since,
            reach: [what.primary],
          },
        ]
      : [],
  );
  const unnamed = wanted.flatMap(({ what }): readonly InternalMessage[] =>
    what.kind === 'unnamed'
      ? [{ kind: 'touched', resources: [], unnamed: [what.meant], cause: what.cause }]
      : [],
  );
  const touched = wanted.flatMap(({ what }) => (what.kind === 'touched' ? [what] : []));
  const alike = Map.groupBy(touched, ({ cause }) => JSON.stringify(cause));
  const again = [...alike.values()].flatMap((each): readonly InternalMessage[] => {
    const [first] = each;
    const resources = each.map(({ resource: { arn, isGone } }) => ({ arn, isGone }));
    return first === undefined ? [] : [{ kind: 'touched', resources, cause: first.cause }];
  });
  const each = messagesOf(keys, most).map((message) => ({ ...message, since }));
  return [...again, ...unnamed, ...heirs, ...each];
};

/**
 * What a process asked for. However often a resource is asked for, one look does: the one that was asked for
 * already, if it comes late enough; else one more, a lag after that one, which then does for all until then.
 */
const createDues = (clock: Clock, lagMs: number) => {
  const dues = new Map<string, Due>();
  return {
    /** When a look must come, and how far it must reach; undefined when one comes that does. */
    next: ({ name, notBefore, reach }: Omit<Wanted, 'what'>): Due | undefined => {
      const before = dues.get(name);
      if (before === undefined || before.at <= clock()) return { at: notBefore, reach };
      if (before.at >= notBefore && covers(before.reach, reach)) return undefined;
      const at = before.at >= notBefore ? before.at : Math.max(notBefore, before.at + lagMs);
      return { at, reach: joined(before.reach, reach) };
    },
    asked: (name: string, due: Due): void => {
      dues.delete(name);
      dues.set(name, due);
      const [oldest] = dues.keys();
      if (dues.size > mostRemembered && oldest !== undefined) dues.delete(oldest);
    },
  };
};

/** Opens the second looks of a process. */
export const createSecondLooks = (deps: SecondLooksDeps): SecondLooks => {
  const { cloud, queue, clock, wave, inlineHeirs } = deps;
  const lagMs = cloud.readLagSeconds * 1000;
  const dues = createDues(clock, lagMs);

  const delayUntil = (at: number): number =>
    Math.min(longestDelaySeconds, Math.max(0, Math.ceil((at - clock()) / 1000)));

  /** One after the other: who finds that a look was asked for must not find out later that it was not. */
  const inTurn = pLimit(1);

  /** Asks for those looks that nobody asked for yet. */
  const askForMissing = async (all: readonly Wanted[]): Promise<void> => {
    const missing = new Map<string, Wanted & { readonly delaySeconds: number }>();
    for (const wanted of all) {
      const same = missing.get(wanted.name);
      const reach = joined(wanted.reach, same?.reach ?? []);
      const notBefore = Math.max(wanted.notBefore, same?.notBefore ?? 0);
      const due = dues.next({ ...wanted, notBefore, reach });
      if (due === undefined) continue;
      missing.set(wanted.name, {
        ...wanted,
        notBefore,
        reach: due.reach,
        delaySeconds: delayUntil(due.at),
      });
    }
    for (const [delaySeconds, looks] of Map.groupBy(
      missing.values(),
      (each) => each.delaySeconds,
    )) {
      const at = clock() + delaySeconds * 1000;
      // As if it were sent a lag before it comes: whoever asks until then relies on it.
      await queue.send(messagesFor(looks, { most: inlineHeirs, since: at - lagMs }), delaySeconds);
      for (const { name, reach } of looks) dues.asked(name, { at, reach });
    }
  };

  const ask = wave.gather<readonly Wanted[], void>(async (lists) => {
    await inTurn(() => askForMissing(lists.flat()));
    return lists.map(() => ({ status: 'fulfilled', value: undefined }));
  });

  return {
    lateUntil: ({ eventTime }) => {
      if (lagMs === 0) return undefined;
      const now = clock();
      const time = Date.parse(eventTime);
      // One from the future happened now, and one that does not say when may have.
      const until = (Number.isNaN(time) ? now : Math.min(time, now)) + lagMs + eventTimeMarginMs;
      return now < until ? until : undefined;
    },

    lateFromNow: () => (lagMs === 0 ? undefined : clock() + lagMs),

    ofTouched: ({ resources, unnamed = [], cause }, notBefore) =>
      ask([
        ...resources.map(
          (resource): Wanted => ({
            // How far its looks reach, the call says.
            name: `${cause.eventName} ${resource.isGone} ${resource.arn}`,
            notBefore,
            reach: [],
            what: { kind: 'touched', resource, cause },
          }),
        ),
        ...unnamed.map(
          (meant): Wanted => ({
            name: `unnamed ${meant.type} ${nameOfSite(meant)}`,
            notBefore,
            reach: [],
            what: { kind: 'unnamed', meant, cause },
          }),
        ),
      ]),

    ofHeirs: (primary, cause, notBefore) =>
      ask([
        { name: `heirs ${primary}`, notBefore, reach: [], what: { kind: 'heirs', primary, cause } },
      ]),

    ofKey: (key, notBefore) =>
      ask([{ name: `key ${key.arn}`, notBefore, reach: key.reach, what: { kind: 'key', key } }]),
  };
};
