import { type Cost, costTables, measureCost } from './cost.ts';
import { awsTable, measureOnAws, type OnAws } from './cost-on-aws.ts';

/** All that `docs/cost.md` tells. */
export type CostFigures = Cost & { readonly onAws: readonly OnAws[] };

export const measureFigures = async (): Promise<CostFigures> => ({
  ...(await measureCost()),
  onAws: await measureOnAws(),
});

/** Writes the figures as `docs/cost.md` has them. */
export const figuresText = (figures: CostFigures): string =>
  [costTables(figures), awsTable(figures.onAws)].join('\n\n');
