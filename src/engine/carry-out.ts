import type { LedgerRecord } from '../ledger/ledger.ts';
import { HeirtagError } from '../model/errors.ts';
import type { Tags } from '../model/tags.ts';
import { toldOf } from './changes.ts';
import type { Look } from './key-state.ts';
import { confirmedContent, endsEntries, intendedContent } from './ledger-content.ts';
import { keysToRemove, type Plan, tagsToSet } from './plan.ts';
import type { Session } from './session.ts';

/** A plan and what it was made from. */
export type Decision = {
  readonly plan: Plan;
  readonly look: Look;
  readonly record: LedgerRecord;
  readonly tags: Tags;
};

/** Sends the plan's tag calls, removals first so that additions find their places. */
const apply = async (session: Session, plan: Plan, held: LedgerRecord): Promise<void> => {
  const removals = keysToRemove(plan);
  const additions = tagsToSet(plan);
  const assertMaySend = () => session.intents.assertMayWrite(held);
  if (removals.length > 0) await session.writer.remove(held.arn, removals, assertMaySend);
  if (additions.size > 0) await session.writer.set(held.arn, additions, assertMaySend);
};

/**
 * Intend, apply, verify, tell the history, confirm. What was intended stays on record until the inputs
 * were read again after it was done: who dies before leaves a record that says all. The history comes
 * before the record forgets what was intended, so that whoever finds the intent of one that died can
 * tell it instead.
 * @param isStillSo reads the inputs again: true when the plan still holds
 * @returns false when it does not; unless only the ledger had to be put right, the intent is still ours then
 * @throws ConflictError when somebody else wrote meanwhile
 */
export const carryOut = async (
  session: Session,
  decision: Decision,
  isStillSo: () => Promise<boolean>,
): Promise<boolean> => {
  const { plan, look, record } = decision;
  const { ledger, history, intents, owner, hold } = session;
  const { earlier, own } = toldOf(plan, decision, look);
  const after = { ...confirmedContent(plan, record, look), intent: null };
  if (own === undefined && !endsEntries(plan)) {
    if (earlier.length > 0) await history.record(record.arn, earlier);
    await ledger.replace(record, after);
    hold(null);
    return isStillSo();
  }
  const changes = own === undefined ? earlier : [...earlier, own];
  const intent = intents.begin(owner, changes);
  const held = await ledger.replace(record, { ...intendedContent(plan, record), intent });
  hold(held);
  await apply(session, plan, held);
  if (!(await isStillSo())) return false;
  await history.record(record.arn, changes);
  await ledger.replace(held, after);
  hold(null);
  return true;
};

/** Gives the record back when nothing more is sent, so that others need not wait for the intent's end. */
export const release = async (session: Session, held: LedgerRecord): Promise<void> => {
  if (held.intent === null) return;
  try {
    const { entries, refusals, intent } = held;
    await session.ledger.replace(held, { entries, refusals, intent: session.intents.end(intent) });
  } catch (error) {
    // The intent expires by itself; what failed first is what the caller must see.
    if (!(error instanceof HeirtagError)) throw error;
  }
};
