import type { ChangeLine, ResourceChange } from '../history/history.ts';
import type { LedgerRecord } from '../ledger/ledger.ts';
import type { Tags } from '../model/tags.ts';
import type { Look } from './key-state.ts';
import { isToldRefusal } from './ledger-content.ts';
import type { Plan } from './plan.ts';
import { rememberedRefusals } from './remembered.ts';
import type { Step } from './step.ts';

const lineOf = (step: Step, record: LedgerRecord, tags: Tags): ChangeLine | undefined => {
  const { key, reason } = step;
  const previous = tags.get(key) ?? null;
  const entry = record.entries.get(key);
  const stays = { key, value: previous, previous, reason };
  switch (step.action) {
    case 'set': {
      const { value, rule, primary } = step.entry;
      return { key, action: 'set', value, previous, rule, primary, reason };
    }
    case 'remove': {
      const { rule, primary } = step.entry;
      const action = step.restored === null ? 'removed' : 'restored';
      return { key, action, value: step.restored, previous, rule, primary, reason };
    }
    case 'keep': {
      if (step.entry === undefined || entry === undefined) return undefined;
      const { rule, primary } = step.entry;
      if (entry.rule === rule && entry.primary === primary) return undefined;
      return { ...stays, action: 'adopted', rule, primary };
    }
    case 'close':
      return entry && { ...stays, action: 'closed', rule: entry.rule, primary: entry.primary };
    case 'refuse':
      if (isToldRefusal(step, record.refusals.get(key))) return undefined;
      return {
        key,
        action: step.closes ? 'handed over' : 'refused',
        previous,
        reason,
        ...step.asked,
      };
  }
};

/** Only these are done by a tag call; everything else by the ledger write that ends the intent. */
const isCall = ({ action }: ChangeLine): boolean =>
  action === 'set' || action === 'removed' || action === 'restored';

/** True when a change wrote or took away tags. */
export const changesTags = ({ lines }: ResourceChange): boolean => lines.some(isCall);

const hasArrived = ({ key, previous }: ChangeLine, tags: Tags): boolean =>
  (tags.get(key) ?? null) !== previous;

const isSameLine = (left: ChangeLine, right: ChangeLine): boolean =>
  left.key === right.key &&
  left.action === right.action &&
  left.reason === right.reason &&
  left.value === right.value;

/** A tag that was taken away already leaves an entry to close, which is nothing new to tell. */
const isEndOf = (left: ChangeLine, right: ChangeLine): boolean =>
  left.action === 'closed' && left.key === right.key && right.action !== 'set' && isCall(right);

/** What the history must be told once a plan is written. */
export type Told = {
  /** Of the open intent that was found, and that somebody may have died with: what came of it. */
  readonly earlier: readonly ResourceChange[];
  /** What the plan does itself; undefined when that is nothing worth telling. */
  readonly own: ResourceChange | undefined;
};

/**
 * What a plan does, told for the history, and what became of an open intent that it finds. A tag call
 * of the intent has arrived when the tag is not as it was before. Whatever else was intended is done
 * only now, if the plan decides the same again; it is told as what it was then. Where reads may be too early to
 * show a tag call, it counts as arrived: whoever is told needlessly looks, and finds all right.
 */
export const toldOf = (
  plan: Plan,
  {
    record,
    tags,
    isLate,
  }: { readonly record: LedgerRecord; readonly tags: Tags; readonly isLate: boolean },
  { now, cause }: Look,
): Told => {
  const remembered = new Set<Step>(rememberedRefusals(plan.steps));
  const planned = plan.steps
    .filter((step) => step.action !== 'refuse' || remembered.has(step))
    .flatMap((step) => lineOf(step, record, tags) ?? []);
  const isDone = (line: ChangeLine): boolean =>
    isCall(line)
      ? isLate || hasArrived(line, tags)
      : planned.some((each) => isSameLine(each, line));
  const earlier = (record.intent?.changes ?? [])
    .map((change) => ({ ...change, lines: change.lines.filter(isDone) }))
    .filter(({ lines }) => lines.length > 0);
  const told = earlier.flatMap(({ lines }) => lines);
  const isTold = (line: ChangeLine): boolean =>
    told.some((each) => isEndOf(line, each) || (!isCall(line) && isSameLine(each, line)));
  const lines = planned.filter((line) => !isTold(line));
  const own = { version: record.version + 1, time: now, cause, lines };
  return { earlier, own: lines.length === 0 ? undefined : own };
};
