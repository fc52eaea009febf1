/** How many calls of an API things take, learned from those of late. */
export type Share = {
  /** A call was made. */
  readonly call: () => void;
  /** So many things are done, with calls or without. */
  readonly items: (count: number) => void;
  readonly callsPerItem: () => number;
};

/** What equal changes take that share calls. */
const least = 0.02;

/** Things after which older ones count half. */
const remembered = 200;

export const createShare = (): Share => {
  let [calls, items] = [0, 0];
  return {
    call: () => {
      calls += 1;
    },
    items: (count) => {
      if (items + count > remembered) [calls, items] = [calls / 2, items / 2];
      items += count;
    },
    callsPerItem: () => (items === 0 ? least : Math.min(1, Math.max(least, calls / items))),
  };
};
