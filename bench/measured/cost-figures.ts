import { type Cost, costTables, measureCost } from './cost.ts';
import { awsTable, measureOnAws, type OnAws } from './cost-on-aws.ts';
import { type JobCost, jobTable, measureJobCosts } from './job-cost.ts';

/** All that `docs/cost.md` tells. */
export type CostFigures = Cost & {
  readonly onAws: readonly OnAws[];
  readonly jobs: readonly JobCost[];
};

export const measureFigures = async (): Promise<CostFigures> => ({
  ...(await measureCost()),
  onAws: await measureOnAws(),
  jobs: await measureJobCosts(),
});

/** Writes the figures as `docs/cost.md` has them. */
export const figuresText = (figures: CostFigures): string =>
  [costTables(figures), awsTable(figures.onAws), '## A backfill', jobTable(figures.jobs)].join(
    '\n\n',
  );
