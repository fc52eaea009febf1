import type { LastWrite, LedgerEntry, LedgerRecord } from '../ledger/ledger.ts';
import { isoTime } from '../model/clock.ts';
import type { Tags } from '../model/tags.ts';
import { changesTags } from './changes.ts';
import { isStepIrrevocable } from './irrevocable.ts';
import { isCall, keysToRemove, type Plan, tagsToSet } from './plan.ts';
import { isWhatWeWrote } from './standing.ts';
import type { Step } from './step.ts';

/** How late a cloud's reads may show what was written. @param now before anything was read */
export type Lag = { readonly now: number; readonly lagSeconds: number };

/**
 * Until when reads may show what stood there before our last write, milliseconds since the epoch; undefined
 * when they cannot any more.
 */
export const lateAfter = (
  { lastWrite }: LedgerRecord,
  { now, lagSeconds }: Lag,
): number | undefined => {
  if (lastWrite === undefined) return undefined;
  const until = Date.parse(lastWrite.at) + lagSeconds * 1000;
  return now < until ? until : undefined;
};

/** Keys that a look found changed by somebody else, and that our last write left alone. */
const theirsOf = ({ lastWrite }: Pick<LedgerRecord, 'lastWrite'>): ReadonlySet<string> =>
  new Set(lastWrite?.theirs);

/**
 * What to make of tags that were read so soon after our own write that they may be older than it: where
 * they differ from what we wrote, the write is believed. That is no evidence of what others did, but for keys
 * of which there was some before the write.
 */
export const believe = (tags: Tags, record: LedgerRecord, lag: Lag): Tags => {
  if (lateAfter(record, lag) === undefined) return tags;
  const { entries, lastWrite } = record;
  const theirs = theirsOf(record);
  const believed = new Map(tags);
  for (const { key, value, state } of entries.values()) {
    if (state === 'confirmed' && !theirs.has(key)) believed.set(key, value);
  }
  for (const { key, restored } of lastWrite?.removed ?? []) {
    if (entries.has(key)) continue;
    if (restored === null) believed.delete(key);
    else believed.set(key, restored);
  }
  return believed;
};

/** True for a step after which the ledger knows less, so that nobody could take it back. */
const forgets = (step: Step): boolean =>
  step.action === 'remove' || step.action === 'close' || (step.action === 'refuse' && step.closes);

/** Why what is read may be older than what is. */
export type Lateness = {
  /** What makes us look may not show yet. */
  readonly isYoung: boolean;
  /** Our own last write may not show yet. */
  readonly isLate: boolean;
};

/**
 * What may be done about an entry that is intended still, while reads are late: a call for it may have been made,
 * whatever they show. A call goes out at once when the record can tell all that may stand there then: the new
 * value, and one of before. All else waits.
 */
const afterGivenUp = (step: Step, { value, previous }: LedgerEntry): Step | undefined => {
  if (step.action !== 'set') return undefined;
  const [before, another] = [value, previous].filter(
    (ours) => ours !== null && ours !== step.entry.value,
  );
  if (another !== undefined) return undefined;
  return { ...step, entry: { ...step.entry, previous: before ?? null } };
};

/**
 * Leaves out what has to wait until the cloud shows what is:
 *
 * | what may not show yet | waits | because |
 * |---|---|---|
 * | what makes us look | a tag call that could not be taken back | the world that it rests on may be over |
 * | our own last write | whatever forgets an entry | what is missing, or different, may be what stood there before |
 * | a write that was given up | what could leave a third value of ours there | the record tells two apart |
 * | our own last write | whatever concerns a tag that was somebody else's before it | a read may show ours of before theirs |
 */
export const withoutLate = (
  plan: Plan,
  record: Pick<LedgerRecord, 'entries' | 'lastWrite'>,
  { isYoung, isLate }: Lateness,
): Plan => {
  const { entries } = record;
  const theirs = theirsOf(record);
  const inTime = (step: Step): Step | undefined => {
    if (isLate && (forgets(step) || theirs.has(step.key))) return undefined;
    if (isYoung && isStepIrrevocable(step)) return undefined;
    const entry = entries.get(step.key);
    return isLate && entry?.state === 'intended' ? afterGivenUp(step, entry) : step;
  };
  const steps = plan.steps.flatMap((step) => inTime(step) ?? []);
  const left = new Set(steps.map(({ key }) => key));
  const undecided = new Set(plan.steps.flatMap(({ key }) => (left.has(key) ? [] : [key])));
  return undecided.size === 0 ? { ...plan, steps } : { ...plan, steps, undecided };
};

/** True when a plan says of an entry that it stands as it is read now. */
const findsInPlace = ({ steps }: Plan): boolean =>
  steps.some((step) => step.action === 'keep' && step.entry !== undefined);

/** What a record is about to say of entries, and what the look saw and does that makes it say so. */
export type Sight = {
  readonly entries: LedgerRecord['entries'];
  readonly tags: Tags;
  readonly plan: Plan;
  readonly record: Pick<LedgerRecord, 'lastWrite'>;
  readonly isLate: boolean;
};

/**
 * Keys of entries that stay though their tags are not what we wrote, and that we do not write either: they are
 * handed over, closed or contested only when that is verified, and until then nobody may believe them ours.
 */
export const theirsAmong = ({ entries, tags, plan, record, isLate }: Sight): readonly string[] => {
  const called = new Set(plan.steps.flatMap((step) => (isCall(step) ? [step.key] : [])));
  const before = isLate ? theirsOf(record) : new Set();
  return [...entries.values()].flatMap((entry) => {
    const { key } = entry;
    const isTheirs = before.has(key) || !isWhatWeWrote(entry, tags.get(key));
    return isTheirs && !called.has(key) ? [key] : [];
  });
};

const writtenAt = (
  { now }: Lag,
  removed: LastWrite['removed'],
  theirs: readonly string[],
): LastWrite => ({ at: isoTime(now), removed, ...(theirs.length === 0 ? {} : { theirs }) });

/**
 * What the record must remember of a plan that was carried out.
 * @param theirs as `theirsAmong` tells
 */
export const lastWriteOf = (
  plan: Plan,
  record: LedgerRecord,
  { lag, theirs }: { readonly lag: Lag; readonly theirs: readonly string[] },
): LastWrite | undefined => {
  const calls = keysToRemove(plan).length + tagsToSet(plan).size;
  const mayHaveCalled = record.intent?.changes.some(changesTags) === true;
  if (lag.lagSeconds === 0 || (calls === 0 && !mayHaveCalled && !findsInPlace(plan))) {
    return record.lastWrite;
  }
  const removed = plan.steps.flatMap((step) =>
    step.action === 'remove' ? [{ key: step.key, restored: step.restored }] : [],
  );
  const before = lateAfter(record, lag) === undefined ? [] : (record.lastWrite?.removed ?? []);
  const latest = new Map([...before, ...removed].map((each) => [each.key, each]));
  return writtenAt(lag, [...latest.values()], theirs);
};

/** What the record must remember of tag calls that may have been made before a reconcile gave up. */
export const lastWriteOfGivenUp = (
  record: LedgerRecord,
  { lag, theirs }: { readonly lag: Lag; readonly theirs: readonly string[] },
): LastWrite | undefined =>
  lag.lagSeconds === 0 || record.intent?.changes.some(changesTags) !== true
    ? record.lastWrite
    : writtenAt(lag, record.lastWrite?.removed ?? [], theirs);
