import stringWidth from 'string-width';
import { cut, fold, pad } from './fit-text.ts';
import { type Column, gap, type Layout, layOut, type Text } from './table-layout.ts';
import { printable, type Style, type Terminal } from './terminal.ts';

/** What stands in a column: with a style, in colour; with a short form, for where there is no room. */
export type Cell =
  | string
  | { readonly text: string; readonly style?: Style; readonly short?: string };

/** A column as it is written down: one that stands whole and always is a heading alone. */
export type Heading = string | Column;

type Paint = Terminal['paint'];

const columnOf = (heading: Heading): Column =>
  typeof heading === 'string' ? { heading } : heading;

const textOf = (cell: Cell): Text => {
  const { text, short = text } = typeof cell === 'string' ? { text: cell } : cell;
  return { whole: printable(text), short: printable(short) };
};

const paintCell = (paint: Paint, cell: Cell | undefined, text: string): string =>
  typeof cell === 'object' && cell.style !== undefined && text.trim() !== ''
    ? paint(cell.style, text)
    : text;

const gapText = ' '.repeat(gap);

/** Lines of one row: one, unless a text goes on below. */
const rowLines = (
  texts: readonly (readonly string[])[],
  widths: readonly number[],
  styled: (text: string, index: number) => string,
): readonly string[] => {
  const isLast = (index: number): boolean => index === texts.length - 1;
  return Array.from({ length: Math.max(1, ...texts.map((lines) => lines.length)) }, (_, line) =>
    texts
      .map((lines, index) => {
        const text = lines[line] ?? '';
        return styled(isLast(index) ? text : pad(text, widths[index] ?? 0), index);
      })
      .join(gapText)
      .trimEnd(),
  );
};

type Shown = {
  readonly paint: Paint;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
};

const columnLines = (
  { paint, columns, rows }: Shown,
  { form, shown, widths }: Extract<Layout, { kind: 'columns' }>,
): readonly string[] => {
  const textsOf = (cells: readonly Cell[]) =>
    shown.map((place, index) => {
      const text = textOf(cells[place] ?? '')[form];
      const width = widths[index] ?? 0;
      return columns[place]?.ifLong === 'fold' ? fold(text, width) : [cut(text, width)];
    });
  const headings = shown.map((place) => [columns[place]?.heading ?? '']);
  return [
    ...rowLines(headings, widths, (text) => paint('dim', text)),
    ...rows.flatMap((cells) =>
      rowLines(textsOf(cells), widths, (text, index) =>
        paintCell(paint, cells[shown[index] ?? 0], text),
      ),
    ),
  ];
};

/** Each row as a list of facts, with an empty line between. */
const recordLines = (terminal: TableTerminal, { columns, rows }: Shown): readonly string[] =>
  rows.flatMap((cells, index) => {
    const facts = columns.map(({ heading }, place): Fact => [heading, cells[place] ?? '']);
    return [...(index === 0 ? [] : ['']), ...factLines(terminal, facts)];
  });

/** What lines of a table are made for. */
export type TableTerminal = Pick<Terminal, 'paint' | 'tableWidth'>;

type Lines = {
  readonly lines: readonly string[];
  /** Headings of columns that are not shown. */
  readonly left: readonly string[];
  readonly isCut: boolean;
};

const makeLines = (
  terminal: TableTerminal,
  headings: readonly Heading[],
  rows: readonly (readonly Cell[])[],
): Lines => {
  const columns = headings.map(columnOf);
  const shown = { paint: terminal.paint, columns, rows };
  const texts = rows.map((cells) => cells.map(textOf));
  const layout = layOut(columns, texts, terminal.tableWidth);
  if (layout.kind === 'records') {
    return { lines: recordLines(terminal, shown), left: [], isCut: false };
  }
  const left = layout.left.map((place) => columns[place]?.heading ?? '');
  return { lines: columnLines(shown, layout), left, isCut: layout.isCut };
};

/**
 * Lines of a table: columns two spaces apart, headings first, nothing but spaces between, so that
 * `grep`, `sort` and `awk` work on it.
 * @param rows as many cells as there are headings
 */
export const tableLines = (
  terminal: TableTerminal,
  headings: readonly Heading[],
  rows: readonly (readonly Cell[])[],
): readonly string[] => makeLines(terminal, headings, rows).lines;

/** Prints a table, and says what the terminal had no room for. */
export const printTable = (
  terminal: Terminal,
  headings: readonly Heading[],
  rows: readonly (readonly Cell[])[],
): void => {
  const { lines, left, isCut } = makeLines(terminal, headings, rows);
  lines.forEach(terminal.print);
  const missing = [
    ...(left.length > 0 ? [`without ${left.join(', ')}`] : []),
    ...(isCut ? ['what ends with … is cut'] : []),
  ];
  if (missing.length > 0) {
    terminal.tell(`(${missing.join('; ')}: -o wide shows all)`);
  }
};

/** A fact: its name, and what holds. */
export type Fact = readonly [name: string, holds: Cell];

/** Room that what holds has at the least. */
const leastRoom = 20;

/** Lines of a list of facts: names to the left, in one column, what holds to the right. */
export const factLines = (
  { paint, tableWidth = Number.POSITIVE_INFINITY }: TableTerminal,
  facts: readonly Fact[],
): readonly string[] => {
  const nameWidth = Math.max(...facts.map(([name]) => stringWidth(name)));
  const room = Math.max(leastRoom, tableWidth - nameWidth - gap);
  return facts.flatMap(([name, cell]) => {
    const { whole, short } = textOf(cell);
    const holds = fold(stringWidth(whole) > room ? short : whole, room);
    return rowLines([[name], holds], [nameWidth, room], (text, index) =>
      index === 0 ? text : paintCell(paint, cell, text),
    );
  });
};

/** Prints a list of facts. */
export const printFacts = (terminal: Terminal, facts: readonly Fact[]): void =>
  factLines(terminal, facts).forEach(terminal.print);
