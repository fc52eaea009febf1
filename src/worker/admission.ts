import { parseArn } from '../clouds/arn.ts';
import type { AccountRegion, Door } from '../clouds/call.ts';
import { ThrottledError } from '../model/errors.ts';
import type { Key } from '../queue/message.ts';
import { writeMessage } from '../queue/parse-message.ts';
import { messagesOf } from './fan-out.ts';
import type { Postponable } from './postpone.ts';
import { type Delivery, hopeOf, type ReconcileEach } from './reconcile-once.ts';

export type AdmissionDeps = {
  readonly door: Door;
  readonly inlineHeirs: number;
  readonly reconcileEach: ReconcileEach;
};

/**
 * Reconciles all keys for which the cloud takes calls. Those that have to wait become messages of their own,
 * put off until their turn.
 * @throws what is most worth another try of all else that was thrown, when all have ended
 */
export type ReconcileAll = (keys: readonly Key[], delivery: Delivery) => Promise<void>;

type Failed = { readonly key: Key; readonly failure: unknown };

/** A key that has to wait, and for what. */
type Waiting = { readonly key: Key; readonly why: Postponable };

type Wait = { readonly waiting: readonly Waiting[]; readonly seconds: number };

const siteOf = ({ arn }: Key): AccountRegion => {
  const { accountId, region } = parseArn(arn);
  return { accountId, region };
};

const keptOut = ({ accountId, region }: AccountRegion): ThrottledError =>
  new ThrottledError({
    code: 'ThrottledByBudget',
    message: `no look was begun: the calls that account ${accountId} may make in ${region} are used up`,
  });

/** Opens what reconciles the keys of messages. */
export const createAdmission = ({
  door,
  inlineHeirs,
  reconcileEach,
}: AdmissionDeps): ReconcileAll => {
  /** Reconciles keys of one account and region. @returns those that failed */
  const reconcileAt = async (
    at: AccountRegion,
    keys: readonly Key[],
    delivery: Delivery,
  ): Promise<readonly Failed[]> => {
    const entered = door.enter(at, keys.length, delivery.urgency);
    try {
      const ends = await reconcileEach(keys.slice(0, entered), delivery);
      const failed = keys.flatMap((key, index) => {
        const end = ends[index];
        return end?.status === 'rejected' ? [{ key, failure: end.reason }] : [];
      });
      return [...failed, ...keys.slice(entered).map((key) => ({ key, failure: keptOut(at) }))];
    } finally {
      door.leave(at, entered);
    }
  };

  /** When what waits shall come again: what is throttled in turns, what rests when its calls are tried again. */
  const waitsOf = (at: AccountRegion, waiting: readonly Waiting[]): readonly Wait[] => {
    const { throttled = [], resting = [] } = Object.groupBy(waiting, ({ why }) =>
      why instanceof ThrottledError ? 'throttled' : 'resting',
    );
    let end = 0;
    const turns = throttled.length === 0 ? [] : door.turns(at, throttled.length);
    return [
      ...turns.map(({ count, seconds }) => {
        end += count;
        return { waiting: throttled.slice(end - count, end), seconds };
      }),
      {
        waiting: resting,
        seconds: Math.max(1, ...resting.map(({ why }) => why.retryAfterSeconds ?? 1)),
      },
    ];
  };

  /** Puts off what waits. @returns why the others failed */
  const settle = async (
    at: AccountRegion,
    failed: readonly Failed[],
    { postpone }: Delivery,
  ): Promise<readonly unknown[]> => {
    const waiting = failed.flatMap(({ key, failure }) =>
      postpone.takes(failure) ? [{ key, why: failure }] : [],
    );
    for (const wait of waitsOf(at, waiting)) {
      const [first] = wait.waiting;
      if (first === undefined) continue;
      const keys = wait.waiting.map(({ key }) => key);
      const bodies = messagesOf(keys, inlineHeirs).map(writeMessage);
      await postpone.send(bodies, wait.seconds, first.why);
    }
    return failed.flatMap(({ failure }) => (postpone.takes(failure) ? [] : [failure]));
  };

  return async (keys, delivery) => {
    const sites = [...Map.groupBy(keys, (key) => JSON.stringify(siteOf(key))).values()];
    const failures = await Promise.all(
      sites.map(async (group) => {
        const [first] = group;
        if (first === undefined) return [];
        const at = siteOf(first);
        return settle(at, await reconcileAt(at, group, delivery), delivery);
      }),
    );
    const [worst] = failures.flat().toSorted((left, right) => hopeOf(right) - hopeOf(left));
    if (worst !== undefined) throw worst;
  };
};
