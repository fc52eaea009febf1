import stringWidth from 'string-width';

/** A column; where there is no room, an empty one is left out, then those that are spare, the last one first. */
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
      /** Places of the columns that say something and are left out. */
      readonly left: readonly number[];
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

type Sized = Column & {
  readonly place: number;
  /** Width of its widest text, and of its heading if that is wider. */
  readonly natural: number;
  readonly isEmpty: boolean;
};

const sizeOf = (
  columns: readonly Column[],
  rows: readonly (readonly Text[])[],
  form: keyof Text,
): readonly Sized[] =>
  columns.map((column, place) => {
    // A plan may have more rows than a function takes arguments.
    const widest = rows.reduce(
      (most, cells) => Math.max(most, stringWidth(cells[place]?.[form] ?? '')),
      0,
    );
    const natural = Math.max(stringWidth(column.heading), widest);
    return { ...column, place, natural, isEmpty: widest === 0 };
  });

const neededBy = ({ natural, heading, ifLong }: Sized, room: number): number =>
  ifLong === undefined ? natural : Math.min(natural, Math.max(room, stringWidth(heading)));

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

const gapsIn = (columns: readonly unknown[]): number => gap * Math.max(0, columns.length - 1);

/** All columns that say something, then without the last spare one, without the last two, … */
const selectionsOf = (all: readonly Sized[]): readonly (readonly Sized[])[] => {
  const columns = all.filter(({ isEmpty }) => !isEmpty);
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
  { width, room }: { readonly width: number; readonly room: number },
): { readonly widths: readonly number[]; readonly isCut: boolean } | undefined => {
  const needed = sum(columns.map((column) => neededBy(column, room))) + gapsIn(columns);
  if (needed > width) return undefined;
  const widths = widen(columns, room, width);
  const isCut = columns.some(
    ({ natural, ifLong }, index) => ifLong === 'cut' && natural > (widths[index] ?? 0),
  );
  return { widths, isCut };
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
  const kind = 'columns';
  const whole = makeRoom(sizeOf(columns, rows, 'whole'), { width, room: width });
  if (whole !== undefined) {
    return { kind, form: 'whole', shown: columns.map((_, place) => place), left: [], ...whole };
  }
  const [all = [], ...fewer] = selectionsOf(sizeOf(columns, rows, 'short'));
  const tries = [all, ...fewer].map((selection) => ({ selection, room: usualRoom }));
  for (const { selection, room } of [
    ...tries,
    { selection: fewer.at(-1) ?? all, room: leastRoom },
  ]) {
    const found = makeRoom(selection, { width, room });
    if (found === undefined) continue;
    const left = all.filter((column) => !selection.includes(column)).map(({ place }) => place);
    return { kind, form: 'short', shown: selection.map(({ place }) => place), left, ...found };
  }
  return { kind: 'records' };
};
