import { findRule } from '../clouds/catalogue.ts';
import type { KeyState } from './key-state.ts';
import { isInScope, isWithheld, keyFilterOf } from './scope.ts';
import { isWhatWeWrote, standingOf } from './standing.ts';
import type { Step } from './step.ts';
import { decideWanted } from './wanted.ts';

/** Rows of the decision table in which no rule wants a value any more. */
const decideUnwanted = (state: KeyState): Step | undefined => {
  const { key, actual, settings } = state;
  const standing = standingOf(state);
  if (standing.kind === 'over') {
    return { action: 'close', key, reason: 'from before the rule was off' };
  }
  if (standing.kind !== 'ours') return undefined;

  const { entry, isAssociated } = standing;
  const setting = settings.rules.get(entry.rule);
  const rule = findRule(entry.rule);
  if (setting === undefined || rule === undefined) {
    return { action: 'close', key, reason: 'out of scope' };
  }
  const filter = keyFilterOf(rule, setting);
  if (!isInScope(filter, key)) return { action: 'close', key, reason: 'out of scope' };
  if (isWithheld(filter, key)) return { action: 'close', key, reason: 'withheld key' };
  if (!isWhatWeWrote(entry, actual)) return { action: 'close', key, reason: 'changed by others' };
  if (!isAssociated && !rule.removesOnDetach) {
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
 * no rule wants it and the ledger does not hold it, or holds it for a rule that is off. Not asked about
 * most keys of most looks: a tag that is right and whose entry `tellsAll` leaves nothing to do.
 *
 * | actual | ledger | wanted | step |
 * |---|---|---|---|
 * | absent or else | none, and out of reach | v | keep: waits for the primary |
 * | absent | none | v | set, nothing displaced |
 * | absent | ours | v | set again, or refuse: contested |
 * | v | ours | v | keep, confirm or adopt the entry |
 * | v | none | v | keep, not claimed |
 * | what we wrote | ours | v | set; refuse while contested |
 * | something else | none | v | overwrite: set, displacing it; keep: refuse |
 * | something else | ours | v | overwrite: set, or refuse: contested; keep: refuse and close |
 * | what we wrote | ours | none, out of scope or withheld | close |
 * | what we wrote | ours | none, association stands | remove or restore |
 * | what we wrote | ours | none, association ended | remove or restore, or close when the rule does not remove |
 * | anything else | ours | none | close |
 *
 * Out of reach: `reach.ts` says when. Contested: `loop-guard.ts` says when; from then on until an operator resumes it, or the entry ends.
 */
export const decide = (state: KeyState): Step | undefined =>
  state.winner === undefined ? decideUnwanted(state) : decideWanted(state, state.winner);
