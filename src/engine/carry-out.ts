import type { WriteResult } from '../clouds/provider.ts';
import type { LedgerChange, LedgerRecord } from '../ledger/ledger.ts';
import { HeirtagError, mayHaveHappened } from '../model/errors.ts';
import type { Tags } from '../model/tags.ts';
import type { AccountSettings } from '../settings/settings.ts';
import { toldOf } from './changes.ts';
import { leavesPlaces, withRefusals } from './just-refused.ts';
import type { Look } from './key-state.ts';
import { type Lag, lastWriteOf, lastWriteOfGivenUp, theirsAmong } from './late-reads.ts';
import { confirmedContent, endsEntries, intendedContent } from './ledger-content.ts';
import { callsOf, keysToRemove, type Plan, tagsToSet } from './plan.ts';
import type { Held, Session } from './session.ts';
import { tell } from './tell.ts';
import { withoutUnwritten } from './unwritten.ts';

/** A plan and what it was made from. */
export type Decision = {
  readonly plan: Plan;
  readonly look: Look;
  readonly record: LedgerRecord;
  readonly tags: Tags;
  /** What was made of them when the inputs were read last; undefined where nobody asked. */
  readonly settings: AccountSettings | undefined;
  /** The tags may have been read before our own last calls show. */
  readonly isLate: boolean;
};

/** Has the plan's tags written, as long as the intent holds. */
const apply = (
  { writer, intents }: Session,
  plan: Plan,
  held: LedgerRecord,
): Promise<WriteResult> =>
  writer({
    arn: held.arn,
    remove: keysToRemove(plan),
    set: tagsToSet(plan),
    assertMaySend: () => intents.assertMayWrite(held),
  });

/** What may still arrive comes first: it must be known for as long. */
const failureAmong = (failed: WriteResult['failed']): unknown => {
  const failures = [...failed.values()];
  return failures.find(mayHaveHappened) ?? failures[0];
};

/** How a plan was carried out. */
export type Done = {
  /** The plan without what the cloud refused. */
  readonly plan: Plan;
  /** False when the plan does not hold any more, or more can be done than it says. */
  readonly isStillSo: boolean;
};

const lagOf = ({ cloud, clock }: Session): Lag => ({
  now: clock(),
  lagSeconds: cloud.readLagSeconds,
});

/** What the record must say of a decision that was carried out. */
const contentOf = (session: Session, { plan, look, record, ...seen }: Decision): LedgerChange => {
  const content = confirmedContent(plan, record, look);
  const theirs = theirsAmong({ ...seen, ...content, plan, record });
  const lastWrite = lastWriteOf(plan, record, { lag: lagOf(session), theirs });
  return { ...content, lastWrite, intent: null };
};

/** Tells what was done, then has the record say so, and ends the intent. */
const confirm = async (session: Session, decision: Decision, held: LedgerRecord): Promise<void> => {
  const { ledger, hold } = session;
  const { plan, look } = decision;
  const { earlier, own } = toldOf(plan, decision, look);
  const changes = own === undefined ? earlier : [...earlier, own];
  await tell(session, decision, changes);
  await ledger.replace(held, contentOf(session, decision));
  hold(null);
};

/**
 * Intend, apply, verify, tell, confirm. What was intended stays on record until the inputs were read
 * again after it was done: who dies before leaves a record that says all. History and heirs are told
 * before the record forgets what was intended, so that whoever finds the intent of one that died can
 * tell them instead.
 * @param check reads the inputs again: true when the plan still holds. When it does not, the intent is
 * still ours, unless only the ledger had to be put right
 * @throws ConflictError when somebody else wrote meanwhile
 */
export const carryOut = async (
  session: Session,
  decision: Decision,
  check: () => Promise<boolean>,
): Promise<Done> => {
  const { plan: planned, look, record, tags } = decision;
  const { ledger, intents, owner, hold } = session;
  const { earlier, own } = toldOf(planned, decision, look);
  if (own === undefined && !endsEntries(planned)) {
    await tell(session, decision, earlier);
    await ledger.replace(record, contentOf(session, decision));
    hold(null);
    return { plan: planned, isStillSo: await check() };
  }
  const intent = intents.begin(owner, own === undefined ? earlier : [...earlier, own]);
  const held = await ledger.replace(record, { ...intendedContent(planned, record), intent });
  const theirs = theirsAmong({ ...decision, entries: held.entries });
  hold({ record: held, theirs });
  const { refused, failed } = await apply(session, planned, held);
  if (failed.size > 0) {
    const unwritten = new Set([...refused.keys(), ...failed.keys()]);
    const left = withoutUnwritten({ before: record, held }, unwritten, own?.version);
    hold({ record: held, left, theirs });
    throw failureAmong(failed);
  }
  const plan = withRefusals(planned, refused, tags);
  if (await check()) {
    await confirm(session, { ...decision, plan }, held);
    return { plan, isStillSo: !leavesPlaces(planned, refused) };
  }
  const called = { ...decision, plan: callsOf(plan, record.refusals.keys()), settings: undefined };
  hold({ record: held, theirs, end: () => confirm(session, called, held) });
  return { plan, isStillSo: false };
};

/** Gives the record back when nothing more is sent, so that others need not wait for the intent's end. */
export const release = async (
  session: Session,
  { record, left = record, theirs = [] }: Held,
): Promise<void> => {
  try {
    const { entries, refusals, intent } = left;
    const lastWrite = lastWriteOfGivenUp({ ...record, intent }, { lag: lagOf(session), theirs });
    const ended = intent && session.intents.end(intent);
    await session.ledger.replace(record, { entries, refusals, lastWrite, intent: ended });
  } catch (error) {
    // The intent expires by itself; what failed first is what the caller must see.
    if (!(error instanceof HeirtagError)) throw error;
  }
};
