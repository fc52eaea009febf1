import type { Arn } from '../clouds/arn.ts';
import type { LedgerRecord, Missing } from '../ledger/ledger.ts';
import { isoTime } from '../model/clock.ts';
import { RetryableError } from '../model/errors.ts';
import type { Observation } from './observe.ts';
import type { Session } from './session.ts';

type Seen = Exclude<Observation, { kind: 'inactive' }>;

/**
 * What a look did not see although its record rests on it: the resource itself, or a primary that it inherited
 * from and is still said to hang on. Where the event tells that the resource was deleted, that is no wonder.
 */
const unseenIn = (seen: Seen, isGone: boolean): readonly Arn[] => {
  const { arn, entries } = seen.record;
  if (seen.kind === 'gone') return isGone || entries.size === 0 ? [] : [arn];
  const { resource, parents } = seen.inputs;
  const primaries = new Set([...entries.values()].map(({ primary }) => primary));
  return resource.parents.filter((parent) => primaries.has(parent) && !parents.has(parent));
};

const isSame = (left: readonly Missing[], right: readonly Missing[]): boolean =>
  left.length === right.length && left.every((each) => right.includes(each));

const notSeen = (arn: Arn, lagSeconds: number): RetryableError =>
  new RetryableError({
    code: 'NotSeenOnce',
    message: `${arn} is not found, though the ledger knows it and no event says that it was deleted; it counts as gone when it is not found ${lagSeconds} s later either`,
  });

const replaceNotes = (
  { ledger }: Session,
  record: LedgerRecord,
  missing: readonly Missing[],
): Promise<LedgerRecord> => {
  const { intent, entries, refusals } = record;
  return ledger.replace(record, { intent, entries, refusals, missing });
};

/**
 * Takes "gone" for what it may be in a cloud whose reads lag: late, or an answer in part. It counts when a second
 * look, a lag after the first, does not see it either; the record remembers the first.
 * @returns true when the record had to be written, and has to be read again
 * @throws RetryableError `NotSeenOnce` until then
 */
export const noteMissing = async (session: Session, seen: Seen): Promise<boolean> => {
  const { cloud, clock, request } = session;
  const { record } = seen;
  const before = record.missing ?? [];
  const lagMs = cloud.readLagSeconds * 1000;
  const unseen = lagMs === 0 ? [] : unseenIn(seen, request.isGone);
  const since = isoTime(clock());
  const missing = unseen.map((arn) => before.find((note) => note.arn === arn) ?? { arn, since });
  const isNews = !isSame(before, missing);
  if (isNews) await replaceNotes(session, record, missing);
  const early = missing.find((note) => clock() < Date.parse(note.since) + lagMs);
  if (early !== undefined) throw notSeen(early.arn, cloud.readLagSeconds);
  return isNews;
};
