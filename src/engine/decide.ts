import type { LedgerEntry } from '../ledger/ledger.ts';
import { findRule } from '../rules/catalogue.ts';
import type { AccountSettings } from '../settings/settings.ts';
import type { Association, Winner } from './desired.ts';
import { isInScope } from './scope.ts';
import type { Step } from './step.ts';

/** All that the decision on one key depends on. */
export type KeyState = {
  readonly key: string;
  /** The tag's value on the resource; undefined when absent. */
  readonly actual: string | undefined;
  readonly entry: LedgerEntry | undefined;
  readonly winner: Winner | undefined;
  readonly associations: readonly Association[];
  readonly settings: AccountSettings;
  /** ISO 8601, UTC. */
  readonly now: string;
};

/**
 * How an entry counts:
 * - ours: its rule is on, and its generation is current or its association stands;
 * - stale: its rule is on, but it stems from before the rule was off and the association is gone;
 * - dormant: its rule is off or deleted, so that it is neither used nor forgotten;
 * - none: there is none.
 */
type Standing =
  | { readonly kind: 'ours'; readonly entry: LedgerEntry; readonly isAssociated: boolean }
  | { readonly kind: 'stale' | 'dormant' | 'none' };

const standingOf = ({ entry, settings, associations }: KeyState): Standing => {
  if (entry === undefined) return { kind: 'none' };
  const setting = settings.rules.get(entry.rule);
  if (setting?.status !== 'Enable') return { kind: 'dormant' };
  const isAssociated = associations.some(
    ({ rule, primary }) => rule.settingName === entry.rule && primary.arn === entry.primary,
  );
  return isAssociated || entry.generation === setting.generation
    ? { kind: 'ours', entry, isAssociated }
    : { kind: 'stale' };
};

/** An open intent may or may not have been written: then both values are ours. */
const isWhatWeWrote = (entry: LedgerEntry, actual: string | undefined): boolean =>
  actual !== undefined &&
  (actual === entry.value || (entry.state === 'intended' && actual === entry.previous));

const isSameEntry = (left: LedgerEntry, right: LedgerEntry): boolean =>
  left.value === right.value &&
  left.rule === right.rule &&
  left.primary === right.primary &&
  left.generation === right.generation &&
  left.state === right.state;

type Claim = Pick<LedgerEntry, 'previous' | 'displaced'>;

const entryFor = (winner: Winner, now: string, claim: Claim): LedgerEntry => ({
  key: winner.key,
  value: winner.value,
  rule: winner.rule.settingName,
  primary: winner.primary.arn,
  generation: winner.setting.generation,
  writtenAt: now,
  state: 'confirmed',
  ...claim,
});

/** Rows of the decision table in which a rule wants a value. */
const decideWanted = (state: KeyState, winner: Winner, standing: Standing): Step => {
  const { key, actual, now } = state;
  const place = winner.setting.tagKeys.indexOf(key);
  const set = (reason: Step['reason'], claim: Claim): Step => ({
    action: 'set',
    key,
    reason,
    entry: entryFor(winner, now, claim),
    position: place === -1 ? Number.POSITIVE_INFINITY : place,
    isNew: actual === undefined,
  });
  const mayOverwrite = winner.setting.conflictPolicy === 'overwrite';

  if (standing.kind !== 'ours') {
    const closes = standing.kind === 'stale';
    if (actual === undefined) return set('inherited', { previous: null, displaced: null });
    if (actual === winner.value) {
      return closes
        ? { action: 'close', key, reason: 'from before the rule was off' }
        : { action: 'keep', key, reason: 'own value', entry: undefined };
    }
    return mayOverwrite
      ? set('overwrites', { previous: null, displaced: actual })
      : { action: 'refuse', key, reason: 'policy keep', closes };
  }

  const { entry } = standing;
  if (actual === undefined) return set('repairs', { previous: null, displaced: entry.displaced });
  if (actual === winner.value) {
    const current = entryFor(winner, entry.writtenAt, {
      previous: null,
      displaced: entry.displaced,
    });
    return {
      action: 'keep',
      key,
      reason: 'in place',
      entry: isSameEntry(entry, current) ? entry : current,
    };
  }
  if (isWhatWeWrote(entry, actual)) {
    return set('follows', { previous: actual, displaced: entry.displaced });
  }
  return mayOverwrite
    ? set('repairs', { previous: null, displaced: entry.displaced })
    : { action: 'refuse', key, reason: 'policy keep', closes: true };
};

/** Rows of the decision table in which no rule wants a value any more. */
const decideUnwanted = (state: KeyState, standing: Standing): Step | undefined => {
  const { key, actual, settings } = state;
  if (standing.kind === 'stale') {
    return { action: 'close', key, reason: 'from before the rule was off' };
  }
  if (standing.kind !== 'ours') return undefined;

  const { entry, isAssociated } = standing;
  const setting = settings.rules.get(entry.rule);
  if (setting === undefined || !isInScope(setting, key)) {
    return { action: 'close', key, reason: 'out of scope' };
  }
  if (!isWhatWeWrote(entry, actual)) return { action: 'close', key, reason: 'changed by others' };
  if (!isAssociated && findRule(entry.rule)?.removesOnDetach !== true) {
    return { action: 'close', key, reason: 'stays after detach' };
  }
  return {
    action: 'remove',
    key,
    reason: isAssociated ? 'key left primary' : 'association ended',
    entry,
    restored: setting.restoreDisplaced ? entry.displaced : null,
  };
};

/**
 * Decides on one key by the decision table of the design. Undefined when there is nothing to say:
 * no rule wants it and the ledger does not hold it, or holds it for a rule that is off.
 *
 * | actual | ledger | wanted | step |
 * |---|---|---|---|
 * | absent | none | v | set, nothing displaced |
 * | absent | ours | v | set again |
 * | v | ours | v | keep, confirm or adopt the entry |
 * | v | none | v | keep, not claimed |
 * | what we wrote | ours | v | set |
 * | something else | none | v | overwrite: set, displacing it; keep: refuse |
 * | something else | ours | v | overwrite: set; keep: refuse and close |
 * | what we wrote | ours | none, out of scope | close |
 * | what we wrote | ours | none, association stands | remove or restore |
 * | what we wrote | ours | none, association ended | remove or restore, or close when the rule does not remove |
 * | anything else | ours | none | close |
 */
export const decide = (state: KeyState): Step | undefined => {
  const standing = standingOf(state);
  return state.winner === undefined
    ? decideUnwanted(state, standing)
    : decideWanted(state, state.winner, standing);
};
