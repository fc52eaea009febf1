import stringWidth from 'string-width';
import { printable, type Style, type Terminal } from './terminal.ts';

/** What stands in a column; with a style, in colour. */
export type Cell = string | { readonly text: string; readonly style: Style };

const textOf = (cell: Cell): string => printable(typeof cell === 'string' ? cell : cell.text);

const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/**
 * Lines of a table: columns two spaces apart, headings first, nothing but spaces between, so that
 * `grep`, `sort` and `awk` work on it.
 * @param rows as many cells as there are headings
 */
export const tableLines = (
  { paint }: Pick<Terminal, 'paint'>,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
): readonly string[] => {
  const widths = headings.map((heading, column) =>
    Math.max(
      stringWidth(heading),
      ...rows.map((cells) => stringWidth(textOf(cells[column] ?? ''))),
    ),
  );
  const isLast = (column: number): boolean => column === headings.length - 1;
  const fill = (text: string, column: number): string =>
    isLast(column) ? text : pad(text, widths[column] ?? 0);
  return [
    headings
      .map((heading, column) => paint('dim', fill(heading, column)))
      .join('  ')
      .trimEnd(),
    ...rows.map((cells) =>
      cells
        .map((cell, column) => {
          const text = fill(textOf(cell), column);
          return typeof cell === 'string' ? text : paint(cell.style, text);
        })
        .join('  ')
        .trimEnd(),
    ),
  ];
};

/** Lines of a list of facts: names to the left, in one column, what holds to the right. */
export const factLines = (
  terminal: Pick<Terminal, 'paint'>,
  facts: readonly (readonly Cell[])[],
): readonly string[] => tableLines(terminal, ['', ''], facts).slice(1);
