import * as z from 'zod';
import type { Forecast } from '../engine/forecast.ts';
import { keysToRemove, tagsToSet } from '../engine/plan.ts';
import type { Asked, Step } from '../engine/step.ts';

const count = z.number().int();

const stepSchema = z.object({
  key: z.string(),
  action: z.enum(['set', 'remove', 'keep', 'refuse', 'close']),
  reason: z.string(),
  value: z.string().nullable().describe('the tag after it; null when there is none'),
  before: z.string().nullable().describe('the tag now; null when there is none'),
  wanted: z.string().nullable().describe('what the rule asks for; null when it asks for none'),
  rule: z.string().nullable(),
  from: z.string().nullable().describe('the primary the value comes from'),
});

const resourceSchema = z.object({
  arn: z.string(),
  cloudCalls: count.describe('calls that write tags of this resource'),
  steps: z.array(stepSchema),
});

/** What a write would do, answered in its place when `dryRun` is set. */
export const planAnswer = z.object({
  counts: z.object({
    resources: count.describe('resources that would be looked at'),
    changed: count.describe('resources whose tags would change'),
    set: count,
    remove: count,
    keep: count,
    refuse: count,
    close: count.describe('tags that would no longer count as inherited, and stay'),
    overwrites: count.describe("tags of somebody else's that would be overwritten"),
    quotaRefusals: count.describe('tags that find no place on a full resource'),
    cloudCalls: count.describe('calls that write tags'),
  }),
  resources: z.array(resourceSchema).describe('what would be done to each; chains included'),
  refusals: z
    .array(z.object({ settingName: z.string(), code: z.string(), message: z.string() }))
    .describe('rules of a batch that would fail, and why; the rest of the plan is without them'),
  next: z.string().nullable().describe('cursor of the next page; counts are those of this page'),
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

/** @param tagsPerCall how many tags one call of the cloud writes */
const tellResource = (forecast: Forecast, tagsPerCall: number) => {
  const { arn, plan } = forecast;
  return {
    arn,
    cloudCalls:
      Math.ceil(keysToRemove(plan).length / tagsPerCall) +
      Math.ceil(tagsToSet(plan).size / tagsPerCall),
    steps: plan.steps.map((step) => tellStep(step, forecast)),
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** Tells a page of forecasts. @param next cursor of the page after it */
export const tellPlan = (
  forecasts: readonly Forecast[],
  {
    tagsPerCall,
    next,
    refusals,
  }: {
    readonly tagsPerCall: number;
    readonly next: string | null;
    readonly refusals: PlanAnswer['refusals'];
  },
): PlanAnswer => {
  const resources = forecasts.map((forecast) => tellResource(forecast, tagsPerCall));
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
      cloudCalls: sum(resources.map(({ cloudCalls }) => cloudCalls)),
    },
    resources,
    refusals,
    next,
  };
};
