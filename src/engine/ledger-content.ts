import type { LedgerRecord, LedgerRefusal } from '../ledger/ledger.ts';
import type { Look } from './key-state.ts';
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';

/** What a record says, but for who holds it. */
export type Content = Pick<LedgerRecord, 'entries' | 'refusals'>;

const entriesIntended = ({ steps }: Plan, entries: Content['entries']): Content['entries'] => {
  const next = new Map(entries);
  for (const step of steps) {
    if (step.action === 'set') next.set(step.key, { ...step.entry, state: 'intended' });
    if (step.action === 'remove') next.set(step.key, { ...step.entry, state: 'intended' });
    if (step.action === 'keep' && step.entry !== undefined) next.set(step.key, step.entry);
    if (step.action === 'refuse' && step.entry !== undefined) next.set(step.key, step.entry);
    if (step.action === 'close' || (step.action === 'refuse' && step.closes)) next.delete(step.key);
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

const refusalsIntended = (
  { steps }: Plan,
  refusals: Content['refusals'],
  { now, cause }: Look,
): Content['refusals'] =>
  new Map(
    steps.flatMap((step): readonly [string, LedgerRefusal][] => {
      if (step.action !== 'refuse') return [];
      const { key, reason, asked } = step;
      const remembered = refusals.get(key);
      return remembered !== undefined && isToldRefusal(step, remembered)
        ? [[key, remembered]]
        : [[key, { key, reason, ...asked, since: now, cause }]];
    }),
  );

/** What the ledger must say before the first tag call, so that a crash after it leaves no doubt. */
export const intendedContent = (plan: Plan, content: Content, look: Look): Content => ({
  entries: entriesIntended(plan, content.entries),
  refusals: refusalsIntended(plan, content.refusals, look),
});

/** What the ledger must say after the last tag call. */
export const confirmedContent = (plan: Plan, intended: Content): Content => {
  const entries = new Map(intended.entries);
  for (const step of plan.steps) {
    if (step.action === 'set') entries.set(step.key, { ...step.entry, previous: null });
    if (step.action === 'remove') entries.delete(step.key);
  }
  return { entries, refusals: intended.refusals };
};

const isSameMap = <T>(left: ReadonlyMap<string, T>, right: ReadonlyMap<string, T>): boolean =>
  left.size === right.size && [...left].every(([key, value]) => right.get(key) === value);

/** True when the ledger must say something else than it does, an open intent included. */
export const changesLedger = (plan: Plan, record: LedgerRecord, look: Look): boolean => {
  if (record.intent !== null) return true;
  // Without steps, what must be remembered is what is, but for refusals of before.
  if (plan.steps.length === 0) return record.refusals.size > 0;
  const { entries, refusals } = intendedContent(plan, record, look);
  return !isSameMap(entries, record.entries) || !isSameMap(refusals, record.refusals);
};
