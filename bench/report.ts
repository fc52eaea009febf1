import { cpus } from 'node:os';

/** One line of a benchmark's table: column → what was measured. */
export type Row = Readonly<Record<string, string | number>>;

/** Something that is measured with one command, `npm run bench -- <name>`. */
export type Benchmark = {
  /** What it measures and how, in one sentence. */
  readonly about: string;
  readonly run: () => Promise<readonly Row[]>;
};

/** What the figures were measured on. */
export const machine = () => ({
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  platform: `${process.platform} ${process.arch}`,
});

/** Writes rows as a table that can be read and pasted into a document. */
export const tableOf = (rows: readonly Row[]): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lineOf = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    lineOf(columns),
    lineOf(columns.map(() => '---')),
    ...rows.map((row) => lineOf(columns.map((column) => row[column] ?? ''))),
  ].join('\n');
};

/** What so large a share of several measurements is below of. @param share from 0 to 1 */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

/** The middle of several measurements. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);
