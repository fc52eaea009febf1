import { parseArn } from '../clouds/arn.ts';
import type { AccountRegion, Door } from '../clouds/call.ts';
import { isThrottle, ThrottledError } from '../model/errors.ts';
import type { Key } from '../queue/message.ts';
import { writeMessage } from '../queue/parse-message.ts';
import { messagesOf } from './fan-out.ts';
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
    let done = 0;
    try {
      const ends = await reconcileEach(keys.slice(0, entered), delivery);
      done = ends.filter((end) => end.status === 'fulfilled' || !isThrottle(end.reason)).length;
      const failed = keys.flatMap((key, index) => {
        const end = ends[index];
        return end?.status === 'rejected' ? [{ key, failure: end.reason }] : [];
      });
      return [...failed, ...keys.slice(entered).map((key) => ({ key, failure: keptOut(at) }))];
    } finally {
      door.leave(at, entered, done);
    }
  };

  /** Puts off what waits: what is throttled and what rests apart. @returns why the others failed */
  const settle = async (
    at: AccountRegion,
    failed: readonly Failed[],
    { postpone }: Delivery,
  ): Promise<readonly unknown[]> => {
    const waiting = failed.flatMap(({ key, failure }) =>
      postpone.takes(failure) ? [{ key, why: failure }] : [],
    );
    const alike = Map.groupBy(waiting, ({ why }) => why instanceof ThrottledError);
    for (const [isThrottled, [first, ...others]] of alike) {
      if (first === undefined) continue;
      const all = [first, ...others];
      const keys = all.map(({ key }) => key);
      const most = Math.min(inlineHeirs, door.roomAfterPause(at));
      await postpone.send(messagesOf(keys, most).map(writeMessage), first.why, {
        seconds: Math.max(...all.map(({ why }) => why.retryAfterSeconds ?? 1)),
        apartSeconds: isThrottled ? door.apartSeconds(at) : 1,
      });
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
