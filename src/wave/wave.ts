import { type SendTogether, sendApart } from '../model/shared-call.ts';

/** Turns a call for many items into one for a single item, which waits for others to go with it. */
export type Gather = <Item, Answer>(
  send: SendTogether<Item, Answer>,
) => (item: Item) => Promise<Answer>;

/**
 * Tasks that go forward together, so that what they ask for at the same point becomes one call. A call
 * is sent when every task under way waits for one; none waits longer than a bound, so that a slow
 * task delays the others, but never holds them.
 */
export type Wave = {
  /** Does a task of the wave. */
  readonly run: <T>(task: () => Promise<T>) => Promise<T>;
  /** Does a part of a task for which the others need not wait: a pause. */
  readonly aside: <T>(part: () => Promise<T>) => Promise<T>;
  readonly gather: Gather;
};

export type WaveOptions = {
  /** Does something after the longest wait. @returns what calls it off */
  readonly afterLongestWait: (act: () => void) => () => void;
};

type Pending<Item, Answer> = {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
};

/** Sends items and tells each how it ended. */
const settle = async <Item, Answer>(
  pending: readonly Pending<Item, Answer>[],
  send: SendTogether<Item, Answer>,
): Promise<void> => {
  const ends = await sendApart(send)(pending.map(({ item }) => item));
  for (const [index, { resolve, reject }] of pending.entries()) {
    const end = ends[index];
    if (end?.status === 'fulfilled') resolve(end.value);
    else reject(end?.reason ?? new Error('a merged call left one of its items without an answer'));
  }
};

/** Starts a wave. */
export const createWave = ({ afterLongestWait }: WaveOptions): Wave => {
  let underWay = 0;
  let waiting = 0;
  let isCheckDue = false;
  let callOff = (): void => {};
  const due = new Set<() => void>();

  const sendAll = (): void => {
    const sends = [...due];
    due.clear();
    waiting = 0;
    callOff();
    for (const send of sends) send();
  };

  const check = (): void => {
    isCheckDue = false;
    if (due.size > 0 && waiting >= underWay) sendAll();
  };

  /** Later, so that what one tick asks for goes together even outside of any task. */
  const checkSoon = (): void => {
    if (isCheckDue) return;
    isCheckDue = true;
    setImmediate(check);
  };

  const wait = (send: () => void): void => {
    if (due.size === 0) callOff = afterLongestWait(sendAll);
    due.add(send);
    waiting += 1;
    checkSoon();
  };

  const gather = <Item, Answer>(
    send: SendTogether<Item, Answer>,
  ): ((item: Item) => Promise<Answer>) => {
    let pending: Pending<Item, Answer>[] = [];
    const sendPending = (): void => {
      const taken = pending;
      pending = [];
      void settle(taken, send);
    };
    return (item: Item) =>
      new Promise<Answer>((resolve, reject) => {
        pending.push({ item, resolve, reject });
        wait(sendPending);
      });
  };

  const counted =
    (change: 1 | -1) =>
    async <T>(work: () => Promise<T>): Promise<T> => {
      underWay += change;
      checkSoon();
      try {
        return await work();
      } finally {
        underWay -= change;
        checkSoon();
      }
    };

  return { run: counted(1), aside: counted(-1), gather };
};

/** A wave of single tasks: nobody waits for anybody, and each item is sent by itself. */
export const noWave: Wave = {
  run: (task) => task(),
  aside: (part) => part(),
  gather: (send) => async (item) => {
    const [end] = await send([item]);
    if (end?.status === 'fulfilled') return end.value;
    throw end?.reason ?? new Error('a call left its item without an answer');
  },
};
