import stringWidth from 'string-width';

/** A column; where there is no room, one that is spare is left out, the last one first. */
export type Column = {
  readonly heading: string;
  readonly isSpare?: true;
  /** A text that finds no room is cut, or goes on in the next line; otherwise it stands whole. */
  readonly ifLong?: 'cut' | 'fold';
};

/** A cell's text as it is, and as it is told where there is no room. */
export type Text = { readonly whole: string; readonly short: string };

/** How a table is shown. */
export type Layout =
  | {
      readonly kind: 'columns';
      readonly form: keyof Text;
      /** Places of the columns that are shown. */
      readonly shown: readonly number[];
      /** Of the columns that are shown. */
      readonly widths: readonly number[];
      /** Some text is cut. */
      readonly isCut: boolean;
    }
  /** There is no room for columns side by side: each row is told as a list of facts. */
  | { readonly kind: 'records' };

/** Spaces between columns. */
export const gap = 2;

/** Room that a column which may be cut or folded has, before a spare one is left out for it. */
const usualRoom = 20;
const leastRoom = 8;

type Sized = Column & { readonly place: number; readonly natural: number };

const sizeOf = (
  columns: readonly Column[],
  rows: readonly (readonly Text[])[],
  form: keyof Text,
): readonly Sized[] =>
  columns.map((column, place) => ({
    ...column,
    place,
    natural: Math.max(
      stringWidth(column.heading),
      ...rows.map((cells) => stringWidth(cells[place]?.[form] ?? '')),
    ),
  }));

const neededBy = ({ natural, heading, ifLong }: Sized, room: number): number =>
  ifLong === undefined ? natural : Math.min(natural, Math.max(room, stringWidth(heading)));

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

const gapsIn = (columns: readonly unknown[]): number => gap * Math.max(0, columns.length - 1);

/** All columns, then without the last spare one, without the last two, … */
const selectionsOf = (columns: readonly Sized[]): readonly (readonly Sized[])[] => {
  const spares = columns.filter(({ isSpare }) => isSpare === true);
  return Array.from({ length: spares.length + 1 }, (_, count) => {
    const left = new Set(spares.slice(spares.length - count));
    return columns.filter((column) => !left.has(column));
  });
};

/** Widths with what is over given to the columns that could use it, evenly. */
const widen = (columns: readonly Sized[], room: number, width: number): readonly number[] => {
  const widths = columns.map((column) => neededBy(column, room));
  let over = width - gapsIn(columns) - sum(widths);
  const wanting = columns
    .map(({ natural }, index) => ({ index, wants: natural - (widths[index] ?? 0) }))
    .filter(({ wants }) => wants > 0)
    .sort((left, right) => left.wants - right.wants);
  for (const [done, { index, wants }] of wanting.entries()) {
    const more = Math.min(wants, Math.floor(over / (wanting.length - done)));
    widths[index] = (widths[index] ?? 0) + more;
    over -= more;
  }
  return widths;
};

const makeRoom = (
  columns: readonly Sized[],
  form: keyof Text,
  { width, room }: { readonly width: number; readonly room: number },
): Layout | undefined => {
  const needed = sum(columns.map((column) => neededBy(column, room))) + gapsIn(columns);
  if (needed > width) return undefined;
  const widths = widen(columns, room, width);
  const isCut = columns.some(
    ({ natural, ifLong }, index) => ifLong === 'cut' && natural > (widths[index] ?? 0),
  );
  return { kind: 'columns', form, shown: columns.map(({ place }) => place), widths, isCut };
};

/**
 * Finds room for a table: as it is; else with short texts; else without spare columns, long texts
 * cut or folded; else as records.
 * @param width columns of a line; as many as it takes unless given
 */
export const layOut = (
  columns: readonly Column[],
  rows: readonly (readonly Text[])[],
  width = Number.POSITIVE_INFINITY,
): Layout => {
  const asItIs = makeRoom(sizeOf(columns, rows, 'whole'), 'whole', { width, room: width });
  if (asItIs !== undefined) return asItIs;
  const selections = selectionsOf(sizeOf(columns, rows, 'short'));
  for (const selection of selections) {
    const found = makeRoom(selection, 'short', { width, room: usualRoom });
    if (found !== undefined) return found;
  }
  const fewest = selections.at(-1) ?? [];
  return makeRoom(fewest, 'short', { width, room: leastRoom }) ?? { kind: 'records' };
};
