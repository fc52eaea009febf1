import type { Contest, LedgerEntry } from '../ledger/ledger.ts';
import { desiredTags, type Inputs } from './desired.ts';
import {
  type ParentVerdict,
  type ParentView,
  viewParents,
  type WinnerLoss,
} from './explain-parents.ts';
import { concerns } from './observe.ts';
import { allSteps, type PlanInputs, planFor } from './plan.ts';
import { isCloudRefusal } from './refused.ts';
import { isWhatWeWrote } from './standing.ts';
import type { CloudRefusal, Reason, Step } from './step.ts';

/** Why a key of a resource is as it is. */
export type Why =
  /** As the engine says: it is right, or it is refused. */
  | Extract<
      Reason,
      | 'in place'
      | 'own value'
      | 'existed before the rule: waits for the primary'
      | 'policy keep'
      | 'tag quota'
      | 'contested'
    >
  | CloudRefusal
  /** The engine would write it now: the event that tells of it was not handled yet, or was lost. */
  | 'event not seen'
  | 'feature off'
  | 'resource gone'
  /** It hangs on nothing that tags could come from. */
  | 'no association'
  /** Why none of its parents' tags counts. */
  | Exclude<ParentVerdict, 'wins' | `${string} than the winner`>;

/** What the engine would do about a key now. */
export type Pending = {
  readonly action: 'set' | 'remove' | 'close';
  readonly reason: Reason;
  /** What would stand there afterwards; null for no tag. */
  readonly value: string | null;
};

/** One key of one resource, explained from the same observation and by the same plan as a reconcile. */
export type KeyExplanation = {
  readonly key: string;
  /** null when there is no such tag. */
  readonly value: string | null;
  /** `inherited`: it is what we wrote. */
  readonly origin: 'inherited' | 'own' | 'absent';
  readonly why: Why;
  readonly pending: Pending | null;
  readonly contest: Contest | null;
  readonly parents: readonly ParentView[];
};

/** Of several parents that give nothing, the one that is nearest to giving something tells why. */
const byWeight = [
  'excluded',
  'out of scope',
  'withheld key',
  'reserved key',
  'address',
  'rule off',
  'rule never set',
  'parent gone',
  'no such tag',
  'no rule',
] as const satisfies readonly Why[];

const whyNoParent = (parents: readonly ParentView[]): Why =>
  byWeight.find((verdict) => parents.some((parent) => parent.verdict === verdict)) ??
  'no association';

const whyDormant = ({ rule }: LedgerEntry, { settings }: Inputs): 'rule off' | 'rule never set' =>
  settings.rules.has(rule) ? 'rule off' : 'rule never set';

const pendingOf = (step: Step | undefined, value: string | null): Pending | null => {
  switch (step?.action) {
    case 'set':
      return { action: 'set', reason: step.reason, value: step.entry.value };
    case 'remove':
      return { action: 'remove', reason: step.reason, value: step.restored };
    case 'close':
      return { action: 'close', reason: step.reason, value };
    default:
      return null;
  }
};

const settledWhy = (
  step: Step | undefined,
): 'in place' | 'own value' | Exclude<WinnerLoss, 'feature off'> | undefined => {
  switch (step?.reason) {
    case 'in place':
    case 'own value':
    case 'existed before the rule: waits for the primary':
    case 'policy keep':
    case 'tag quota':
    case 'contested':
      return step.reason;
    default:
      return step !== undefined && isCloudRefusal(step.reason) ? step.reason : undefined;
  }
};

/** Why the value that is before all others does not come to stand there. */
const lossOf = (step: Step | undefined, { settings }: Inputs): WinnerLoss | undefined => {
  if (settings.feature !== 'Enable') return 'feature off';
  const why = settledWhy(step);
  return why === 'in place' || why === 'own value' ? undefined : why;
};

type Facts = Pick<KeyExplanation, 'origin' | 'pending' | 'parents'> & {
  readonly step: Step | undefined;
  readonly entry: LedgerEntry | undefined;
};

const whyOf = ({ step, entry, origin, pending, parents }: Facts, inputs: Inputs): Why => {
  if (inputs.settings.feature !== 'Enable') return 'feature off';
  if (pending !== null) return 'event not seen';
  const settled = settledWhy(step);
  if (settled !== undefined) return settled;
  return origin === 'inherited' && entry !== undefined
    ? whyDormant(entry, inputs)
    : whyNoParent(parents);
};

/**
 * Explains keys of a resource: what the engine would plan for each, and why.
 * @param keys those to explain; undefined for all that are there, refused, in the ledger, or on one of its parents
 */
export const explainKeys = (
  seen: PlanInputs,
  keys?: readonly string[],
): readonly KeyExplanation[] => {
  const { record, inputs } = seen;
  const { resource, settings } = inputs;
  const { winners } = desiredTags(inputs);
  const steps = concerns(settings, resource.arn) ? allSteps(planFor(seen)) : [];
  const stepOf = new Map(steps.map((step) => [step.key, step]));
  const offered = [...inputs.parents.values()].map(({ tags }) => tags);
  const known = [resource.tags, winners, record.entries, record.refusals, ...offered];
  const all = [...new Set(known.flatMap((map) => [...map.keys()]))].sort();

  return (keys ?? all).map((key) => {
    const entry = record.entries.get(key);
    const value = resource.tags.get(key) ?? null;
    const isOurs = entry !== undefined && isWhatWeWrote(entry, resource.tags.get(key));
    const step = stepOf.get(key);
    const facts: Facts = {
      step,
      entry,
      origin: value === null ? 'absent' : isOurs ? 'inherited' : 'own',
      pending: pendingOf(step, value),
      parents: viewParents(key, inputs, {
        winner: winners.get(key),
        loss: lossOf(step, inputs),
      }),
    };
    const { origin, pending, parents } = facts;
    const contest = entry?.contest ?? null;
    return { key, value, origin, why: whyOf(facts, inputs), pending, contest, parents };
  });
};
