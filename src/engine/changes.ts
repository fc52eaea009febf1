import type { ChangeLine, ResourceChange } from '../history/history.ts';
import type { LedgerRecord } from '../ledger/ledger.ts';
import type { Tags } from '../model/tags.ts';
import type { Look } from './key-state.ts';
import { isToldRefusal } from './ledger-content.ts';
import type { Plan } from './plan.ts';
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

/** What a plan does, told for the history; undefined when it does nothing worth telling. */
export const changeOf = (
  plan: Plan,
  { record, tags }: { readonly record: LedgerRecord; readonly tags: Tags },
  { now, cause }: Look,
): ResourceChange | undefined => {
  // What an earlier reconcile did to a key was told by it, although the entry is closed only now.
  const told = new Set(
    (record.intent?.changes ?? []).flatMap(({ lines }) => lines.map(({ key }) => key)),
  );
  const lines = plan.steps.flatMap((step) => {
    const isTold = step.action === 'close' && told.has(step.key);
    return (isTold ? undefined : lineOf(step, record, tags)) ?? [];
  });
  return lines.length === 0 ? undefined : { version: record.version + 1, time: now, cause, lines };
};

/** Only these wait for a tag call; everything else is done with the ledger write that tells of it. */
const hasHappened = ({ action, key, previous }: ChangeLine, tags: Tags): boolean =>
  (action !== 'set' && action !== 'removed' && action !== 'restored') ||
  (tags.get(key) ?? null) !== previous;

/**
 * What an open intent of an earlier reconcile has done, judged by the tags of now: it may have died
 * before or after its tag calls, and before it could tell the history.
 */
export const landedChanges = ({ intent }: LedgerRecord, tags: Tags): readonly ResourceChange[] =>
  (intent?.changes ?? [])
    .map((change) => ({
      ...change,
      lines: change.lines.filter((line) => hasHappened(line, tags)),
    }))
    .filter(({ lines }) => lines.length > 0);
