import { createHash } from 'node:crypto';
import type { LedgerRecord, LedgerRefusal } from '../ledger/ledger.ts';
import { cutText } from '../model/cut-text.ts';
import type { Tags } from '../model/tags.ts';
import type { Look } from './key-state.ts';
import { isNamed } from './reach.ts';
import type { Asked, CloudRefusal, Step } from './step.ts';

/** A step that calls the cloud. */
export type Call = Extract<Step, { readonly action: 'set' | 'remove' }>;

/** True for a step that calls the cloud. */
export const isCall = (step: Step): step is Call =>
  step.action === 'set' || step.action === 'remove';

const prefix = 'refused by the cloud: ';

/** Longest code of the cloud that a reason keeps. */
const longestCode = 100;

/** The reason of the ledger for a code of the cloud. */
export const reasonFor = (code: string): CloudRefusal => `${prefix}${cutText(code, longestCode)}`;

/** True for a reason that is the cloud's. */
export const isCloudRefusal = (reason: string): reason is CloudRefusal => reason.startsWith(prefix);

const askedBy = ({ entry: { value, rule, primary } }: Call): Asked => ({ value, rule, primary });

/** Refuses what a call asks for. */
export const refuse = (step: Call, reason: CloudRefusal): Step => ({
  action: 'refuse',
  key: step.key,
  reason,
  asked: askedBy(step),
  generation: step.entry.generation,
  closes: false,
  entry: undefined,
});

const markLength = 8;

/** Tells tags from others: as good as never the same for two that differ. */
export const markOf = (tags: Tags): string =>
  createHash('sha256')
    .update(JSON.stringify([...tags].sort(([left], [right]) => (left < right ? -1 : 1))))
    .digest('base64url')
    .slice(0, markLength);

/** What refusals of before are compared with. */
type Now = { readonly record: LedgerRecord; readonly look: Look; readonly tags: Tags };

/**
 * True when a refusal of the cloud need not be tried again: the same is asked for, the resource's tags
 * are what they were, and there is no news of the association. What was tried in this very reconcile is not
 * tried again, whatever is news.
 */
const stands = (refusal: LedgerRefusal, step: Call, { look, tags }: Now): boolean => {
  const { value, rule, primary } = askedBy(step);
  const isSame = refusal.value === value && refusal.rule === rule && refusal.primary === primary;
  if (!isSame || look.tried?.has(step.key) === true) return isSame;
  return !isNamed(look.reach, rule, primary) && refusal.tagsMark === markOf(tags);
};

/** Leaves out what the cloud refused before. */
export const withoutRefused = (steps: readonly Step[], now: Now): readonly Step[] => {
  const { refusals } = now.record;
  if (refusals.size === 0) return steps;
  return steps.map((step) => {
    const refusal = isCall(step) ? refusals.get(step.key) : undefined;
    if (!isCall(step) || refusal === undefined || !isCloudRefusal(refusal.reason)) return step;
    return stands(refusal, step, now) ? refuse(step, refusal.reason) : step;
  });
};
