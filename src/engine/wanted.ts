import type { LedgerEntry } from '../ledger/ledger.ts';
import type { Association, Winner } from './desired.ts';
import type { KeyState } from './key-state.ts';
import { judgeDrift } from './loop-guard.ts';
import { isReached } from './reach.ts';
import { isWhatWeWrote, standingOf } from './standing.ts';
import type { Asked, Keep, Reason, Step } from './step.ts';

/** What an entry remembers beside what its winner says. */
type Memory = Pick<
  LedgerEntry,
  'previous' | 'displaced' | 'writtenAt' | 'cause' | 'repairs' | 'contest'
>;

const askedBy = ({ value, rule, primary }: Winner): Asked => ({
  value,
  rule: rule.settingName,
  primary: primary.arn,
});

const entryFor = (winner: Winner, memory: Memory): LedgerEntry => ({
  ...memory,
  key: winner.key,
  ...askedBy(winner),
  generation: winner.setting.generation,
  state: 'confirmed',
});

const setStep = (
  { key, actual, look }: KeyState,
  winner: Winner,
  { reason, ...memory }: Partial<Memory> & { readonly reason: Reason },
): Step => {
  const place = winner.setting.tagKeys.indexOf(key);
  return {
    action: 'set',
    key,
    reason,
    entry: entryFor(winner, {
      previous: null,
      displaced: null,
      writtenAt: look.now,
      cause: look.cause,
      repairs: [],
      contest: null,
      ...memory,
    }),
    position: place === -1 ? Number.POSITIVE_INFINITY : place,
    isNew: actual === undefined,
  };
};

const refuseStep = (
  { key }: KeyState,
  winner: Winner,
  facts: Pick<Extract<Step, { action: 'refuse' }>, 'reason' | 'closes' | 'entry'>,
): Step => ({
  action: 'refuse',
  key,
  asked: askedBy(winner),
  generation: winner.setting.generation,
  ...facts,
});

/** The ledger holds nothing that counts: the tag there, if any, is somebody else's. */
const decideUnclaimed = (state: KeyState, winner: Winner, isOver: boolean): Step => {
  const { key, actual, entry } = state;
  const mayAct = state.isRefused || isReached(state.look.reach, winner);
  if (isOver && (!mayAct || actual === winner.value)) {
    return { action: 'close', key, reason: 'from before the rule was off' };
  }
  if (actual === winner.value)
    return { action: 'keep', key, reason: 'own value', entry: undefined };
  if (!mayAct) {
    const asked = askedBy(winner);
    return {
      action: 'keep',
      key,
      reason: 'existed before the rule: waits for the primary',
      entry: undefined,
      asked,
    };
  }
  if (actual === undefined) return setStep(state, winner, { reason: 'inherited' });
  if (winner.setting.conflictPolicy === 'keep') {
    return refuseStep(state, winner, { reason: 'policy keep', closes: isOver, entry: undefined });
  }
  // What an entry wrote that does not count is nobody's to put back: what it displaced still is.
  const memory =
    entry !== undefined && isWhatWeWrote(entry, actual)
      ? { previous: actual, displaced: entry.displaced }
      : { displaced: actual };
  return setStep(state, winner, { reason: 'overwrites', ...memory });
};

/**
 * True when an entry says already all that it has to say while its association gives this value. It
 * is ours then: its association is the winner's, which stands.
 */
export const tellsAll = (
  entry: LedgerEntry,
  value: string,
  { rule, primary, setting }: Association,
): boolean =>
  entry.value === value &&
  entry.rule === rule.settingName &&
  entry.primary === primary.arn &&
  entry.generation === setting.generation &&
  entry.state === 'confirmed';

/** Leaves the tag as it is; the ledger must say what the entry says. */
export const keepStep = (entry: LedgerEntry): Keep => ({
  action: 'keep',
  key: entry.key,
  reason: 'in place',
  entry,
});

/** The tag is ours and not what it should be: write it, unless others keep changing it back. */
const decideOff = (state: KeyState, winner: Winner, entry: LedgerEntry): Step => {
  const { actual, look } = state;
  const contested = (remembered: LedgerEntry): Step =>
    refuseStep(state, winner, { reason: 'contested', closes: false, entry: remembered });
  const { displaced, repairs } = entry;

  if (entry.contest !== null) return contested(entry);
  if (actual !== undefined && isWhatWeWrote(entry, actual)) {
    return setStep(state, winner, { reason: 'follows', previous: actual, displaced, repairs });
  }
  if (entry.state === 'intended' && (actual ?? null) === displaced) {
    // The write never arrived: what it was meant to be, it still is.
    const reason = displaced === null ? 'inherited' : 'overwrites';
    return setStep(state, winner, { reason, displaced, repairs });
  }
  const verdict = judgeDrift(entry, { actual, by: look.rival, now: look.now }, look.guard);
  return verdict.kind === 'contested'
    ? contested({ ...entry, contest: verdict.contest })
    : setStep(state, winner, { reason: 'repairs', displaced, repairs: verdict.repairs });
};

/** Rows of the decision table in which a rule wants a value. */
export const decideWanted = (state: KeyState, winner: Winner): Step => {
  const { actual } = state;
  const isThere = actual === winner.value;
  const standing = standingOf(state);
  if (standing.kind !== 'ours') {
    return decideUnclaimed(state, winner, standing.kind === 'over');
  }
  const { entry } = standing;
  if (isThere) return keepStep(entryFor(winner, { ...entry, previous: null }));
  const isHandedOver =
    winner.setting.conflictPolicy === 'keep' &&
    actual !== undefined &&
    !isWhatWeWrote(entry, actual);
  return isHandedOver
    ? refuseStep(state, winner, { reason: 'policy keep', closes: true, entry: undefined })
    : decideOff(state, winner, entry);
};
