import type { Arn } from '../clouds/arn.ts';
import type { Reading } from '../clouds/reading.ts';
import { primariesBelow } from '../engine/heirs.ts';
import { reachOfHeirs, reachOfNamed } from '../engine/reach.ts';
import { isThrottle } from '../model/errors.ts';
import type { Key, LateUntil, Since } from '../queue/message.ts';
import { sentReach } from '../queue/reach.ts';
import type { ReconcileAll } from './admission.ts';
import { type Delivery, sinceOf } from './delivery.ts';
import { type FanOutDeps, fewHeirs, listApart, messagesOf } from './fan-out.ts';
import type { BatchTime, Looks } from './looks.ts';
import type { SecondLooks } from './second-looks.ts';
import { meantBy } from './unnamed.ts';
import type { WorkResult } from './work-result.ts';

type Touched = Pick<Extract<Reading, { kind: 'touched' }>, 'resources' | 'unnamed' | 'cause'>;

/** What looks at what an event touched, in one batch. */
export type LookAtDeps = Pick<FanOutDeps, 'queue' | 'inlineHeirs'> & {
  readonly secondLooks: SecondLooks;
  /** Whose heirs the process listed, and those to do at once. */
  readonly fanOuts: Looks<readonly Arn[]>;
  readonly batch: BatchTime;
  readonly fanOut: FanOutDeps;
  readonly reconcileAll: ReconcileAll;
};

type Found = {
  readonly since: Since;
  readonly lateUntil: LateUntil;
  /** Primaries that are meant and not named. */
  readonly below: readonly Arn[];
};

/**
 * What an event touches, and the heirs of each. Heirs that go to the queue do so for every event that
 * was there when their listing began: for all that were sent before the batch was received.
 */
const keysOf = async (
  { fanOut, fanOuts, batch }: LookAtDeps,
  { resources, cause }: Touched,
  { since, lateUntil, below }: Found,
): Promise<readonly Key[]> => {
  const named = resources.map(({ arn }) => arn);
  const heirs = await listApart(fanOut, [...new Set([...named, ...below])], {
    list: async (arn): Promise<readonly Key[]> => {
      const reach = reachOfHeirs(arn, cause.eventName);
      const isYoung = lateUntil !== undefined;
      const few = await fanOuts(arn, { batch, since, reach, isYoung }, (joinedReach) =>
        fewHeirs(fanOut, arn, { cause, since: batch.receivedAt, reach: joinedReach, lateUntil }),
      );
      const heirs = { isGone: false, isNamed: false, cause, reach, lateUntil };
      return few.map((heir) => ({ ...heirs, arn: heir }));
    },
    later: (arn) => ({
      kind: 'heirs',
      primary: arn,
      cursor: null,
      cause,
      lateUntil,
      ...sentReach(reachOfHeirs(arn, cause.eventName)),
    }),
  });
  return [
    ...resources.map((touched) => ({
      ...touched,
      isNamed: true,
      cause,
      reach: reachOfNamed(touched.arn, cause.eventName),
      lateUntil,
    })),
    ...heirs,
  ];
};

/** Looks at what an event touched, and at the heirs of that. @param lateUntil see `Key` */
export const lookAt = async (
  deps: LookAtDeps,
  touched: Touched,
  { lateUntil, delivery }: { readonly lateUntil: LateUntil; readonly delivery: Delivery },
): Promise<WorkResult> => {
  const since = sinceOf(delivery);
  const meant = await meantBy(deps.fanOut, touched.unnamed);
  const resources = [...touched.resources, ...meant];
  const { cause } = touched;
  const below = (
    await Promise.all(resources.map(({ arn }) => primariesBelow(deps.fanOut, arn, cause.eventName)))
  ).flat();
  const keys = await keysOf(deps, { resources, cause }, { since, lateUntil, below });
  try {
    await deps.reconcileAll(keys, { ...delivery, since });
  } catch (failure) {
    if (resources.length === 1 || !isThrottle(failure)) throw failure;
    // Coming again it would list everything again, and be throttled before it came to the resources.
    await deps.queue.send(messagesOf(keys, deps.inlineHeirs));
  }
  if (lateUntil !== undefined) {
    // Below what is named there may be others by then; those that were there are meant still.
    const found = below.map((arn) => ({ arn, isGone: false }));
    const again = { ...touched, resources: [...touched.resources, ...found] };
    await deps.secondLooks.ofTouched(again, lateUntil);
  }
  return { kind: 'done', cause };
};
