import type { Tags } from '../model/tags.ts';
import type { RefusedKeys } from '../wave/tag-writer.ts';
import { type Plan, tagsAfter } from './plan.ts';
import { type Call, isCall, markOf, reasonFor, refuse } from './refused.ts';
import type { Step } from './step.ts';

/** What a plan comes to when the cloud refused some of its keys. @param tags as they were before */
export const withRefusals = (plan: Plan, refused: RefusedKeys, tags: Tags): Plan => {
  if (refused.size === 0) return plan;
  const isRefused = (step: Step): step is Call => isCall(step) && refused.has(step.key);
  const carriedOut = { ...plan, steps: plan.steps.filter((step) => !isRefused(step)) };
  const tagsMark = markOf(tagsAfter(carriedOut, tags));
  const steps = plan.steps.map((step) => {
    const why = isRefused(step) ? refused.get(step.key) : undefined;
    return isRefused(step) && why !== undefined
      ? { ...refuse(step, reasonFor(why.code)), tagsMark }
      : step;
  });
  return { ...plan, steps };
};

/** Keys that the cloud has just refused. */
export const justRefused = ({ steps }: Plan): readonly string[] =>
  steps.flatMap((step) =>
    step.action === 'refuse' && step.tagsMark !== undefined ? [step.key] : [],
  );

/** True when keys for which no place was left may have the places of others, which the cloud did not take. */
export const leavesPlaces = (plan: Plan, refused: RefusedKeys): boolean =>
  plan.steps.some(({ reason }) => reason === 'tag quota') &&
  plan.steps.some(
    (step) => step.action === 'set' && step.isNew && refused.get(step.key)?.kind === 'key refused',
  );
