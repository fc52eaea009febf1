import { useSyncExternalStore } from 'react';

/** How often something is read again. Milliseconds. */
export const paces = { busy: 2000, live: 10_000, calm: 30_000 } as const;

let isPaused = false;
const listeners = new Set<() => void>();

/** Stops and goes on with reading again by itself; what somebody asks for is read all the same. */
export const setPaused = (paused: boolean): void => {
  isPaused = paused;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePaused = (): boolean => useSyncExternalStore(subscribe, () => isPaused);

/** For a query's `refetchInterval`: false while it is paused. */
export const useInterval = (milliseconds: number): number | false =>
  usePaused() ? false : milliseconds;
