import { type Cost, costTable, type Month, measureCost, monthsOf, monthTable } from './cost.ts';
import { awsTable, measureOnAws, type OnAws } from './cost-on-aws.ts';
import { type JobCost, jobTable, measureJobCosts } from './job-cost.ts';

/** All that `docs/cost.md` tells. */
export type CostFigures = Cost & {
  readonly onAws: readonly OnAws[];
  readonly months: readonly Month[];
  readonly jobs: readonly JobCost[];
};

export const measureFigures = async (): Promise<CostFigures> => {
  const cost = await measureCost();
  const onAws = await measureOnAws();
  return { ...cost, onAws, months: monthsOf(cost, onAws), jobs: await measureJobCosts() };
};

/** Writes the figures as `docs/cost.md` has them. */
export const figuresText = (figures: CostFigures): string =>
  [
    costTable(figures),
    awsTable(figures.onAws),
    monthTable(figures, figures.months),
    '## A backfill',
    jobTable(figures.jobs),
  ].join('\n\n');
