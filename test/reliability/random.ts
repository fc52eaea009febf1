/** Random choices that are the same for the same seed. */
export type Random = {
  /** From 0 up to, but without, 1. */
  readonly fraction: () => number;
  /** A whole number from 0 up to, but without, `below`. */
  readonly below: (below: number) => number;
  readonly isOneIn: (count: number) => boolean;
  readonly shuffled: <T>(items: readonly T[]) => readonly T[];
  /** So many of the items, or all; in no order. For many items cheaper than to shuffle all. */
  readonly someOf: <T>(items: readonly T[], most: number) => readonly T[];
  /** Hexadecimal digits. */
  readonly hex: (digits: number) => string;
};

/** mulberry32 */
export const randomFrom = (seed: number): Random => {
  let state = seed | 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    fraction,
    below,
    isOneIn: (count) => below(count) === 0,
    shuffled: (items) =>
      items
        .map((item) => ({ item, place: fraction() }))
        .sort((left, right) => left.place - right.place)
        .map(({ item }) => item),
    someOf: (items, most) => {
      const places = new Set<number>();
      while (places.size < Math.min(most, items.length)) places.add(below(items.length));
      return [...places].flatMap((place) => items.slice(place, place + 1));
    },
    hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
  };
};
