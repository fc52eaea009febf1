import { useSyncExternalStore } from 'react';

let isReadOnly = false;
const listeners = new Set<() => void>();

/** What carries the calls says with each answer whether it lets writes through. */
export const noteAnswer = (headers: Headers): void => {
  const told = headers.get('x-heirtag-console') === 'read-only';
  if (told === isReadOnly) return;
  isReadOnly = told;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** False where writes are refused, so that nothing offers them. */
export const useMayWrite = (): boolean => useSyncExternalStore(subscribe, () => !isReadOnly);
