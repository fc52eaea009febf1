import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';
import { useSyncExternalStore } from 'react';

/** How the page looks; `system` follows the machine. */
export const modes = ['system', 'light', 'dark'] as const;
export type ModeChoice = (typeof modes)[number];
export type Look = { readonly mode: ModeChoice; readonly isCompact: boolean };

const storageKey = 'heirtag-look';
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

const stored = (): Look => {
  const [mode, density] = (localStorage.getItem(storageKey) ?? '').split(' ');
  return {
    mode: modes.find((each) => each === mode) ?? 'system',
    isCompact: density === 'compact',
  };
};

let look = stored();

/** Puts the choice onto the page, and follows the machine from there on. */
export const applyLook = (): void => {
  const isDark = look.mode === 'dark' || (look.mode === 'system' && systemDark.matches);
  applyMode(isDark ? Mode.Dark : Mode.Light);
  applyDensity(look.isCompact ? Density.Compact : Density.Comfortable);
};

systemDark.addEventListener('change', applyLook);

/** Chooses, and keeps the choice for the next time. */
export const chooseLook = (change: Partial<Look>): void => {
  look = { ...look, ...change };
  localStorage.setItem(storageKey, `${look.mode} ${look.isCompact ? 'compact' : 'comfortable'}`);
  applyLook();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLook = (): Look => useSyncExternalStore(subscribe, () => look);
