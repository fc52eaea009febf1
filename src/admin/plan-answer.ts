import * as z from 'zod/mini';
import type { CloudReads, TagChange } from '../clouds/provider.ts';
import type { Forecast, Unread } from '../engine/forecast.ts';
import { allSteps, keysToRemove, tagsToSet } from '../engine/plan.ts';
import type { Asked, Step } from '../engine/step.ts';
import { apiErrorOf } from './api-error.ts';

const count = z.int();

const stepSchema = z.object({
  key: z.string(),
  action: z.enum(['set', 'remove', 'keep', 'refuse', 'close']),
  reason: z.string(),
  value: z.nullable(z.string()).check(z.describe('the tag after it; null when there is none')),
  before: z.nullable(z.string()).check(z.describe('the tag now; null when there is none')),
  wanted: z
    .nullable(z.string())
    .check(z.describe('what the rule asks for; null when it asks for none')),
  rule: z.nullable(z.string()),
  from: z.nullable(z.string()).check(z.describe('the primary the value comes from')),
});

const resourceSchema = z.object({
  arn: z.string(),
  cloudCalls: count.check(
    z.describe('calls that write tags of this resource, and perhaps of others'),
  ),
  steps: z.array(stepSchema),
});

/** What a write would do, answered in its place when `dryRun` is set. */
export const planAnswer = z.object({
  counts: z.object({
    resources: count.check(z.describe('resources that would be looked at')),
    changed: count.check(z.describe('resources whose tags would change')),
    set: count,
    remove: count,
    keep: count,
    refuse: count,
    close: count.check(z.describe('tags that would no longer count as inherited, and stay')),
    overwrites: count.check(z.describe("tags of somebody else's that would be overwritten")),
    quotaRefusals: count.check(z.describe('tags that find no place on a full resource')),
    cloudCalls: count.check(
      z.describe('calls that write tags, when each resource is written by itself'),
    ),
    unread: count.check(z.describe('resources and listings that could not be read')),
    leastCloudCalls: count.check(
      z.describe(
        'calls that write tags, when all equal changes in one account and region go together',
      ),
    ),
  }),
  resources: z
    .array(resourceSchema)
    .check(z.describe('what would be done to each; chains included')),
  refusals: z
    .array(z.object({ settingName: z.string(), code: z.string(), message: z.string() }))
    .check(
      z.describe('rules of a batch that would fail, and why; the rest of the plan is without them'),
    ),
  unread: z
    .array(z.object({ resource: z.string(), code: z.string(), message: z.string() }))
    .check(
      z.describe(
        'resources, and primaries and listings whose associations could not be read, and why; the rest of the plan is without them',
      ),
    ),
  next: z
    .nullable(z.string())
    .check(z.describe('cursor of the next page; counts are those of this page')),
});

export type PlanAnswer = z.input<typeof planAnswer>;
type StepAnswer = z.input<typeof stepSchema>;

const valueAfter = (step: Step, before: string | null): string | null => {
  if (step.action === 'set') return step.entry.value;
  if (step.action === 'remove') return step.restored;
  return before;
};

/** What a step acts for: the offer that was refused, or what the ledger says of the tag. */
const sourceOf = (step: Step): Asked | undefined => {
  if (step.action === 'refuse') return step.asked;
  if (step.action === 'keep') return step.entry ?? step.asked;
  return step.action === 'close' ? undefined : step.entry;
};

const tellStep = (step: Step, { tags }: Forecast): StepAnswer => {
  const { key, action, reason } = step;
  const before = tags.get(key) ?? null;
  const source = sourceOf(step);
  return {
    key,
    action,
    reason,
    value: valueAfter(step, before),
    before,
    wanted: step.action === 'remove' ? null : (source?.value ?? null),
    rule: source?.rule ?? null,
    from: source?.primary ?? null,
  };
};

const changeOf = ({ arn, plan }: Forecast): TagChange => ({
  arn,
  remove: keysToRemove(plan),
  set: tagsToSet(plan),
});

const tellResource = (forecast: Forecast, cloudCalls: number) => ({
  arn: forecast.arn,
  cloudCalls,
  steps: allSteps(forecast.plan).map((step) => tellStep(step, forecast)),
});

const tellUnread = ({ name, failure }: Unread): PlanAnswer['unread'][number] => {
  const { code, message } = apiErrorOf(failure);
  return { resource: name, code, message };
};

/** Tells a page of forecasts. @param next cursor of the page after it */
export const tellPlan = (
  forecasts: readonly Forecast[],
  {
    tagCallsFor,
    next,
    refusals,
    unread = [],
  }: {
    readonly tagCallsFor: CloudReads['tagCallsFor'];
    readonly next: string | null;
    readonly refusals: PlanAnswer['refusals'];
    readonly unread?: readonly Unread[];
  },
): PlanAnswer => {
  const changes = forecasts.map(changeOf);
  const resources = forecasts.map((forecast) =>
    tellResource(forecast, tagCallsFor([changeOf(forecast)])),
  );
  const steps = resources.flatMap((resource) => resource.steps);
  const countOf = (is: (step: StepAnswer) => boolean): number => steps.filter(is).length;
  return {
    counts: {
      resources: resources.length,
      changed: resources.filter(({ cloudCalls }) => cloudCalls > 0).length,
      set: countOf(({ action }) => action === 'set'),
      remove: countOf(({ action }) => action === 'remove'),
      keep: countOf(({ action }) => action === 'keep'),
      refuse: countOf(({ action }) => action === 'refuse'),
      close: countOf(({ action }) => action === 'close'),
      overwrites: countOf(({ reason }) => reason === 'overwrites'),
      quotaRefusals: countOf(({ reason }) => reason === 'tag quota'),
      cloudCalls: resources.reduce((sum, { cloudCalls }) => sum + cloudCalls, 0),
      unread: unread.length,
      leastCloudCalls: tagCallsFor(changes),
    },
    resources,
    refusals,
    unread: unread.map(tellUnread),
    next,
  };
};
