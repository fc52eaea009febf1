import type { LedgerRecord, LedgerRefusal } from '../ledger/ledger.ts';
import { cutText } from '../model/cut-text.ts';
import type { RefusedKeys } from '../wave/tag-writer.ts';
import type { Look } from './key-state.ts';
import type { Plan } from './plan.ts';
import { isNamed } from './reach.ts';
import type { Asked, CloudRefusal, Step } from './step.ts';

/** A step that calls the cloud. */
type Call = Extract<Step, { readonly action: 'set' | 'remove' }>;

const isCall = (step: Step): step is Call => step.action === 'set' || step.action === 'remove';

const prefix = 'refused by the cloud: ';

/** Longest code of the cloud that a reason keeps. */
const longestCode = 100;

const reasonFor = (code: string): CloudRefusal => `${prefix}${cutText(code, longestCode)}`;

/** True for a reason that is the cloud's. */
export const isCloudRefusal = (reason: string): reason is CloudRefusal => reason.startsWith(prefix);

const askedBy = ({ entry: { value, rule, primary } }: Call): Asked => ({ value, rule, primary });

const refuse = (step: Call, reason: CloudRefusal): Step => ({
  action: 'refuse',
  key: step.key,
  reason,
  asked: askedBy(step),
  generation: step.entry.generation,
  closes: false,
  entry: undefined,
});

/**
 * True when a refusal of the cloud need not be tried again: the same is asked for, nobody changed the
 * resource's tags, and there is no news of the association.
 */
const stands = (refusal: LedgerRefusal, step: Call, { reach, rival }: Look): boolean => {
  const { value, rule, primary } = askedBy(step);
  const isSame = refusal.value === value && refusal.rule === rule && refusal.primary === primary;
  return isSame && rival === null && !isNamed(reach, rule, primary);
};

/** Leaves out what the cloud refused before. */
export const withoutRefused = (
  steps: readonly Step[],
  { refusals }: LedgerRecord,
  look: Look,
): readonly Step[] => {
  if (refusals.size === 0) return steps;
  return steps.map((step) => {
    const refusal = isCall(step) ? refusals.get(step.key) : undefined;
    if (!isCall(step) || refusal === undefined || !isCloudRefusal(refusal.reason)) return step;
    return stands(refusal, step, look) ? refuse(step, refusal.reason) : step;
  });
};

/** What a plan comes to when the cloud refused some of its keys. */
export const withRefusals = (plan: Plan, refused: RefusedKeys): Plan => {
  if (refused.size === 0) return plan;
  const steps = plan.steps.map((step) => {
    const why = isCall(step) ? refused.get(step.key) : undefined;
    return isCall(step) && why !== undefined ? refuse(step, reasonFor(why.code)) : step;
  });
  return { ...plan, steps };
};
