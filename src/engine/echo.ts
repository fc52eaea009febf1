import type { TagsTold } from '../clouds/reading.ts';
import type { LedgerEntry, LedgerRecord } from '../ledger/ledger.ts';

/** Events tell whole seconds, and clocks differ by less. Milliseconds. */
const marginMs = 2000;

/** When something happened, and what the record says of our last tag calls. */
type Moment = { readonly time: number; readonly lastWrite: LedgerRecord['lastWrite'] };

/** Not after the last of our tag calls was answered. */
const isUpToLastWrite = ({ time, lastWrite }: Moment): boolean =>
  lastWrite !== undefined && time <= Date.parse(lastWrite.at) + marginMs;

const isByEntry = ({ value, state, writtenAt }: LedgerEntry, told: string, at: Moment): boolean =>
  value === told &&
  at.time >= Date.parse(writtenAt) - marginMs &&
  (state === 'intended' || isUpToLastWrite(at));

const isByRemoval = (key: string, told: string | null, at: Moment): boolean =>
  isUpToLastWrite(at) &&
  at.lastWrite?.removed.some((each) => each.key === key && each.restored === told) === true;

/**
 * True for what a cloud tells of a change of tags that can only have been our own, where it does not say who made it:
 *
 * | of each changed key it tells | the ledger says |
 * |---|---|
 * | a value | it is the one that we wrote, not before then, and not after our last tag calls of the resource were answered |
 * | a value | it is the one that we put back when we took ours away, not after our last tag calls |
 * | that it is gone | we took it away, and put nothing back, not after our last tag calls |
 *
 * The times matter: who changes our tag and changes it back makes two events, and the second looks like ours.
 * @param eventTime when it happened; ISO 8601, or empty
 */
export const isEcho = (
  { entries, lastWrite }: LedgerRecord,
  { changedKeys, tags }: TagsTold,
  eventTime: string,
): boolean => {
  const at = { time: Date.parse(eventTime), lastWrite };
  if (Number.isNaN(at.time) || changedKeys.length === 0) return false;
  return changedKeys.every((key) => {
    const told = tags.get(key);
    const entry = entries.get(key);
    if (entry !== undefined) return told !== undefined && isByEntry(entry, told, at);
    return isByRemoval(key, told ?? null, at);
  });
};
