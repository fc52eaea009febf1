import type { LedgerEntry, LedgerRecord, LedgerRefusal } from '../ledger/ledger.ts';
import type { Look } from './key-state.ts';
import type { Plan } from './plan.ts';
import { rememberedRefusals } from './remembered.ts';
import type { Step } from './step.ts';

/** What a record says, but for who holds it. */
export type Content = Pick<LedgerRecord, 'entries' | 'refusals'>;

type Entries = Content['entries'];

/** Marks what is about to be written or taken away: until confirmed, both may stand there. */
const entriesIntended = ({ steps }: Plan, entries: Entries): Entries => {
  const next = new Map(entries);
  for (const step of steps) {
    if (step.action === 'set') next.set(step.key, { ...step.entry, state: 'intended' });
    if (step.action === 'remove') next.set(step.key, { ...step.entry, state: 'intended' });
  }
  return next;
};

/**
 * True when a step refuses what an earlier round only intended: a key that was new, and that the cloud
 * or the quota then did not take. There never was a tag to remember.
 */
const wasNeverWritten = (step: Step, entry: LedgerEntry | undefined): boolean =>
  step.action === 'refuse' &&
  step.entry === undefined &&
  entry?.state === 'intended' &&
  entry.previous === null;

/** True when a step forgets the entry of its key. */
const isEnding = (step: Step): boolean =>
  step.action === 'remove' || step.action === 'close' || (step.action === 'refuse' && step.closes);

/** True when the plan forgets entries, which nobody could bring back. */
export const endsEntries = ({ steps }: Plan): boolean => steps.some(isEnding);

const entriesAfter = ({ steps }: Plan, entries: Entries): Entries => {
  const next = new Map(entries);
  for (const step of steps) {
    if (isEnding(step) || wasNeverWritten(step, next.get(step.key))) next.delete(step.key);
    else if (step.action === 'set') next.set(step.key, { ...step.entry, previous: null });
    else if (step.action !== 'close' && step.entry !== undefined) next.set(step.key, step.entry);
  }
  return next;
};

type Refuse = Extract<Step, { action: 'refuse' }>;

/** True when the refusal was told already: the same value of the same source, for the same reason. */
export const isToldRefusal = (
  { reason, asked }: Refuse,
  remembered: LedgerRefusal | undefined,
): boolean =>
  remembered !== undefined &&
  remembered.reason === reason &&
  remembered.value === asked.value &&
  remembered.rule === asked.rule &&
  remembered.primary === asked.primary;

const refusalsAfter = (
  { steps, undecided }: Plan,
  refusals: Content['refusals'],
  { now, cause }: Look,
): Content['refusals'] =>
  new Map([
    ...[...refusals].filter(([key]) => undecided?.has(key) === true),
    ...rememberedRefusals(steps).map((step): readonly [string, LedgerRefusal] => {
      const { key, reason, asked, generation } = step;
      const remembered = refusals.get(key);
      const tagsMark = step.tagsMark ?? remembered?.tagsMark;
      if (remembered === undefined || !isToldRefusal(step, remembered)) {
        return [key, { key, reason, ...asked, generation, tagsMark, since: now, cause }];
      }
      const isSame = remembered.generation === generation && remembered.tagsMark === tagsMark;
      return [key, isSame ? remembered : { ...remembered, generation, tagsMark }];
    }),
  ]);

/**
 * What the ledger must say before the first tag call, so that a crash after it leaves no doubt. Nothing
 * is forgotten yet: an entry that ends goes once the inputs were read again, so that a plan that rested
 * on a world of before, or that never was, loses nothing.
 */
export const intendedContent = (plan: Plan, { entries, refusals }: Content): Content => ({
  entries: entriesIntended(plan, entries),
  refusals,
});

/** What the ledger must say after the last tag call, when the inputs still ask for the same. */
export const confirmedContent = (plan: Plan, content: Content, look: Look): Content => ({
  entries: entriesAfter(plan, content.entries),
  refusals: refusalsAfter(plan, content.refusals, look),
});

const isSameMap = <T>(left: ReadonlyMap<string, T>, right: ReadonlyMap<string, T>): boolean =>
  left.size === right.size && [...left].every(([key, value]) => right.get(key) === value);

/** True when the ledger must say something else than it does, an open intent included. */
export const changesLedger = (plan: Plan, record: LedgerRecord, look: Look): boolean => {
  if (record.intent !== null) return true;
  // Without steps, what must be remembered is what is, but for refusals of before.
  if (plan.steps.length === 0 && plan.undecided === undefined) return record.refusals.size > 0;
  const { entries, refusals } = confirmedContent(plan, record, look);
  return !isSameMap(entries, record.entries) || !isSameMap(refusals, record.refusals);
};
