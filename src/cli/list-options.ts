import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Subcommand } from './root.ts';
import type { Terminal } from './terminal.ts';

/** Items that a list tells unless more are asked for. */
export const usualMost = 50;

/** Reads a whole number. @param least the smallest that will do */
export const numberFrom =
  (least: number) =>
  (text: string): number => {
    const count = Number(text);
    if (/^\d{1,9}$/.test(text) && count >= least) return count;
    throw new InvalidArgumentError(`expected a whole number, ${least} or more`);
  };

const unitMilliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A moment: ISO 8601 as it is, `30m`, `2h` and `7d` as that long ago. */
export const momentFrom = (text: string): string => {
  const [, amount, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (amount !== undefined && (unit === 'm' || unit === 'h' || unit === 'd')) {
    return new Date(Date.now() - Number(amount) * unitMilliseconds[unit]).toISOString();
  }
  if (!Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError(
    'expected a time such as 2026-03-01T08:00:00Z, or 30m, 2h, 7d ago',
  );
};

/** Adds how many items of a list are wanted. */
export const withLimit = (command: Subcommand) =>
  command.option('--limit <n>', 'at most so many', numberFrom(1), usualMost);

/** Adds a range of time, and how many items of it are wanted. */
export const withRange = (command: Subcommand) =>
  withLimit(command)
    .option('--from <time>', 'not before: 2026-03-01T08:00:00Z, or 30m, 2h, 7d ago', momentFrom)
    .option('--to <time>', 'not after', momentFrom);

/** Says that a list was cut. */
export const tellCut = ({ tell }: Terminal, isCut: boolean): void => {
  if (isCut) tell('There are more: --limit takes a greater number.');
};
