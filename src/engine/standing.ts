import type { LedgerEntry } from '../ledger/ledger.ts';
import type { KeyState } from './key-state.ts';

/**
 * How an entry counts:
 * - ours: its rule is on, and its generation is current or its association stands;
 * - over: its rule is on, but it stems from before the rule was off and the association is gone;
 * - none: there is none, or its rule is off, so that it is neither used nor forgotten.
 */
export type Standing =
  | { readonly kind: 'ours'; readonly entry: LedgerEntry; readonly isAssociated: boolean }
  | { readonly kind: 'over' | 'none' };

/** Says how the ledger's entry for a key counts under the settings and associations of now. */
export const standingOf = ({
  entry,
  settings,
  associations,
}: Pick<KeyState, 'entry' | 'settings' | 'associations'>): Standing => {
  const setting = entry && settings.rules.get(entry.rule);
  if (entry === undefined || setting?.status !== 'Enable') return { kind: 'none' };
  const isAssociated = associations.some(
    ({ rule, primary }) => rule.settingName === entry.rule && primary.arn === entry.primary,
  );
  return isAssociated || entry.generation === setting.generation
    ? { kind: 'ours', entry, isAssociated }
    : { kind: 'over' };
};

/** True for the value of an entry. An open intent may or may not have been written: then both values are ours. */
export const isWhatWeWrote = (
  entry: Pick<LedgerEntry, 'value' | 'state' | 'previous'>,
  actual: string | undefined,
): boolean =>
  actual !== undefined &&
  (actual === entry.value || (entry.state === 'intended' && actual === entry.previous));
