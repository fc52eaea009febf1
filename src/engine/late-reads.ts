import type { LastWrite, LedgerRecord } from '../ledger/ledger.ts';
import { isoTime } from '../model/clock.ts';
import { RetryableError } from '../model/errors.ts';
import type { Tags } from '../model/tags.ts';
import { keysToRemove, type Plan, tagsToSet } from './plan.ts';
import type { Step } from './step.ts';

/** How late a cloud's reads may show what was written. */
export type Lag = { readonly now: number; readonly lagSeconds: number };

/** True while reads may show what stood there before our last write. */
const isWithin = (lastWrite: LastWrite | undefined, { now, lagSeconds }: Lag): boolean =>
  lastWrite !== undefined && now < Date.parse(lastWrite.at) + lagSeconds * 1000;

/** Tags as they are believed to be, and the keys of which something else was read. */
export type Belief = { readonly tags: Tags; readonly lateKeys: ReadonlySet<string> };

/**
 * What to make of tags that were read so soon after our own write that they may be older than it: where
 * they differ from what we wrote, the write is believed. That is no evidence of what others did.
 */
export const believe = (tags: Tags, { entries, lastWrite }: LedgerRecord, lag: Lag): Belief => {
  if (!isWithin(lastWrite, lag)) return { tags, lateKeys: new Set() };
  const believed = new Map(tags);
  const lateKeys = new Set<string>();
  for (const { key, value, state } of entries.values()) {
    if (state === 'intended' || tags.get(key) === value) continue;
    believed.set(key, value);
    lateKeys.add(key);
  }
  for (const { key, restored } of lastWrite?.removed ?? []) {
    if (entries.has(key) || (tags.get(key) ?? null) === restored) continue;
    if (restored === null) believed.delete(key);
    else believed.set(key, restored);
    lateKeys.add(key);
  }
  return { tags: believed, lateKeys };
};

/** Only what sets a tag, or leaves it, may rest on a belief. */
const mayRestOnBelief = (step: Step): boolean => step.action === 'set' || step.action === 'keep';

/** Leaves out what has to wait until the cloud shows what is. */
export const withoutLate = (plan: Plan, { lateKeys }: Belief): Plan =>
  lateKeys.size === 0
    ? plan
    : {
        ...plan,
        steps: plan.steps.filter((step) => !lateKeys.has(step.key) || mayRestOnBelief(step)),
      };

/** What the record must remember of the tag calls of a plan. */
export const lastWriteOf = (
  plan: Plan,
  { lastWrite }: LedgerRecord,
  lag: Lag,
): LastWrite | undefined => {
  const removed = plan.steps.flatMap((step) =>
    step.action === 'remove' ? [{ key: step.key, restored: step.restored }] : [],
  );
  const calls = keysToRemove(plan).length + tagsToSet(plan).size;
  if (lag.lagSeconds === 0 || calls === 0) return lastWrite;
  const before = isWithin(lastWrite, lag) ? (lastWrite?.removed ?? []) : [];
  const latest = new Map([...before, ...removed].map((each) => [each.key, each]));
  return { at: isoTime(lag.now), removed: [...latest.values()] };
};

/** @throws RetryableError `ReadTooEarly` when the cloud may not show yet what we wrote ourselves */
export const assertNotLate = (arn: string, lateKeys: readonly string[]): void => {
  if (lateKeys.length === 0) return;
  throw new RetryableError({
    code: 'ReadTooEarly',
    message: `the tags ${lateKeys.map((key) => JSON.stringify(key)).join(', ')} of ${arn} are not read as they were just written; the cloud may still show older ones, so the resource is looked at again later`,
  });
};
