import pLimit from 'p-limit';
import type { Arn } from '../clouds/arn.ts';
import { mayHaveHeirs } from '../engine/heirs.ts';
import type { ReconcileDeps } from '../engine/session.ts';
import type { SendOn } from '../engine/tell.ts';
import type { Cause } from '../model/cause.ts';
import { inChunks } from '../model/chunks.ts';
import { HeirtagError } from '../model/errors.ts';
import type { InternalMessage, LateUntil } from '../queue/message.ts';
import { type FanOutDeps, fewHeirs, listingDelayOf, parallelListings } from './fan-out.ts';
import type { SecondLooks } from './second-looks.ts';

export type SendOnDeps = FanOutDeps &
  Pick<ReconcileDeps, 'wave'> & { readonly secondLooks: SecondLooks };

/** Some heirs of a resource whose tags we changed, and what made us change them. */
type Found = {
  readonly primary: Arn;
  readonly heirs: readonly Arn[];
  readonly cause: Cause;
  readonly lateUntil: LateUntil;
};

/** Until when reads may be older than any of the changes. */
const latestOf = (found: readonly Found[]): LateUntil => {
  const times = found.flatMap(({ lateUntil }) => lateUntil ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
};

/** The heirs of many, each named once, with all of those that changed above it in its reach. */
const messagesFor = (found: readonly Found[], most: number): readonly InternalMessage[] => {
  const alike = Map.groupBy(found, ({ cause }) => JSON.stringify(cause));
  return [...alike.values()].flatMap((each) => {
    const above = Map.groupBy(
      each.flatMap(({ primary, heirs }) => heirs.map((heir) => ({ heir, primary }))),
      ({ heir }) => heir,
    );
    const [first] = each;
    if (first === undefined) return [];
    return inChunks([...above], most).map(
      (chunk): InternalMessage => ({
        kind: 'keys',
        arns: chunk.map(([heir]) => heir),
        cause: first.cause,
        lateUntil: latestOf(each),
        reach: [...new Set(chunk.flatMap(([, pairs]) => pairs.map(({ primary }) => primary)))],
      }),
    );
  });
};

/**
 * Opens what sends heirs on. They go to the queue and not into the same look: the queue keeps them
 * whoever dies, and the reconcile that changed their primary need not wait for them. Those of reconciles
 * that go forward together share messages, so that their equal changes share tag calls.
 */
export const createSendOn = (deps: SendOnDeps): SendOn => {
  const { queue, inlineHeirs, wave, secondLooks } = deps;
  const limit = pLimit(parallelListings);

  const send = wave.gather<Found, void>(async (found) => {
    await queue.send(messagesFor(found, inlineHeirs));
    return found.map(() => ({ status: 'fulfilled', value: undefined }));
  });

  return async (primary, { cause, settings }) => {
    const eyes = { ...deps, settings: { ...deps.settings, read: async () => settings } };
    const lateUntil = secondLooks.lateFromNow();
    const why = { cause, since: undefined, reach: [primary], lateUntil };
    // Neither the listing nor the looks at what it names need show the change yet.
    if (lateUntil !== undefined && mayHaveHeirs(settings, primary)) {
      await secondLooks.ofHeirs(primary, cause, lateUntil);
    }
    try {
      const heirs = await limit(() => fewHeirs(eyes, primary, why));
      if (heirs.length > 0) await send({ primary, heirs, cause, lateUntil });
    } catch (failure) {
      if (!(failure instanceof HeirtagError)) throw failure;
      // The listing gets retries, and a dead letter, of its own: the resource itself is right.
      await queue.send(
        [{ kind: 'heirs', primary, cursor: null, cause, reach: [primary] }],
        listingDelayOf(failure),
      );
    }
  };
};
