import type { Arn } from '../clouds/arn.ts';
import type { Contest, Ledger, LedgerEntry, LedgerRecord } from '../ledger/ledger.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { ConflictError, NotFoundError } from '../model/errors.ts';
import type { Page } from '../model/page.ts';
import { type ChangesQueue, type InternalMessage, ownCauses } from '../queue/message.ts';

/** A tag that is left alone because somebody else kept changing it back. */
export type ContestedTag = { readonly resource: Arn } & Pick<
  LedgerEntry,
  'key' | 'value' | 'rule' | 'primary'
> &
  Contest;

export type ContestedDeps = {
  readonly ledger: Ledger;
  readonly queue: ChangesQueue;
  readonly clock: Clock;
};

/** Lists an account's contested tags, in pages; a page may hold fewer than wanted. @throws InvalidInputError `InvalidParameter.Cursor` */
export const listContested = async (
  { ledger }: Pick<ContestedDeps, 'ledger'>,
  accountId: string,
  page: { readonly cursor: string | undefined; readonly limit: number },
): Promise<Page<ContestedTag>> => {
  const { items, next } = await ledger.contested(accountId, page);
  const found = await Promise.all(
    items.map(async ({ resource, key }): Promise<readonly ContestedTag[]> => {
      const entry = (await ledger.read(resource)).entries.get(key);
      if (entry === undefined || entry.contest === null) return [];
      const { value, rule, primary, contest } = entry;
      return [{ resource, key, value, rule, primary, ...contest }];
    }),
  );
  return { items: found.flat(), next };
};

const maxAttempts = 10;

/** Time for the ledger to be written after the first message that asks to look again. */
const lookDelaySeconds = 2;

const resumed = ({ intent, entries, refusals }: LedgerRecord, entry: LedgerEntry) => ({
  intent,
  refusals,
  entries: new Map([...entries, [entry.key, { ...entry, contest: null, repairs: [] }]]),
});

export type ResumeRequest = {
  readonly resource: Arn;
  readonly key: string;
  /** Who asks, and under which request, for the record. */
  readonly principal: string;
  readonly requestId: string;
};

/**
 * Ends a contest: the tag is looked at again, and repaired like any other. A message goes out before the
 * ledger is written, so that no crash loses it, and one after, however long the write took.
 * @throws NotFoundError `NotContested`
 */
export const resumeContested = async (
  { ledger, queue, clock }: ContestedDeps,
  { resource, key, principal, requestId }: ResumeRequest,
): Promise<void> => {
  const cause = { eventId: requestId, eventName: ownCauses.resume, principal };
  for (let attempt = 1; ; attempt += 1) {
    const record = await ledger.read(resource);
    const entry = record.entries.get(key);
    if (entry === undefined || entry.contest === null) {
      throw new NotFoundError({
        code: 'NotContested',
        message: `the key "${key}" of ${resource} is not contested; GET /v1/contested lists those that are`,
      });
    }
    const eventTime = isoTime(clock());
    const look: InternalMessage = {
      kind: 'keys',
      arns: [resource],
      cause: { ...cause, eventTime },
      reach: [],
    };
    await queue.send([look], lookDelaySeconds);
    try {
      await ledger.replace(record, resumed(record, entry));
      await queue.send([look]);
      return;
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === maxAttempts) throw error;
    }
  }
};
