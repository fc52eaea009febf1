import { type Arn, parseArn } from '../clouds/arn.ts';
import { rulesFrom } from '../clouds/catalogue.ts';
import type { ResourceChange } from '../history/history.ts';
import type { LedgerRecord } from '../ledger/ledger.ts';
import type { Cause } from '../model/cause.ts';
import type { AccountSettings } from '../settings/settings.ts';
import { changesTags } from './changes.ts';
import type { Session } from './session.ts';

/**
 * Has the heirs of a resource looked at whose tags we changed. Resolves once that is sure to happen,
 * whoever dies.
 * @param why `settings`: as they were at some time since the tags changed
 * @throws RetryableError
 */
export type SendOn = (
  primary: Arn,
  why: { readonly cause: Cause; readonly settings: AccountSettings },
) => Promise<void>;

/** A record, and its account's settings since the tags changed; undefined where they must be read. */
type Changed = {
  readonly record: LedgerRecord;
  readonly settings: AccountSettings | undefined;
};

/**
 * Tells of changes whoever must know: the history, and the heirs, when tags changed. That our own
 * write may come back as an event is nothing to rest on. See
 * docs/decisions/0035-whoever-changes-tags-sends-heirs-on.md.
 */
export const tell = async (
  { history, settings: store, sendOn, request: { cause } }: Session,
  { record: { arn }, settings }: Changed,
  changes: readonly ResourceChange[],
): Promise<void> => {
  if (changes.length === 0) return;
  await history.record(arn, changes);
  const { type, accountId } = parseArn(arn);
  if (rulesFrom(type).length === 0 || !changes.some(changesTags)) return;
  await sendOn(arn, { cause, settings: settings ?? (await store.read(accountId)) });
};
