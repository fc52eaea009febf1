import type { Arn } from '../clouds/arn.ts';
import type { LedgerRecord, Missing } from '../ledger/ledger.ts';
import { isoTime } from '../model/clock.ts';
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

const replaceNotes = async (
  { ledger, owner, hold }: Session,
  record: LedgerRecord,
  missing: readonly Missing[],
): Promise<void> => {
  const { intent, entries, refusals } = record;
  const written = await ledger.replace(record, { intent, entries, refusals, missing });
  if (intent?.owner === owner) hold({ record: written });
};

/** What a look may make of what it did not see. */
export type Noted =
  /** It saw what there is, or did not see it for long enough. */
  | { readonly kind: 'believed' }
  /** The record had to be written, and has to be read again. */
  | { readonly kind: 'written' }
  /** It decides nothing; the next look must not begin before that. Milliseconds since the epoch. */
  | { readonly kind: 'too early'; readonly lookAgainAt: number };

/**
 * Takes "gone" for what it may be in a cloud whose reads lag: late, or an answer in part. It counts when a second
 * look, a lag after the first, does not see it either; the record remembers the first.
 */
export const noteMissing = async (session: Session, seen: Seen): Promise<Noted> => {
  const { cloud, clock, request } = session;
  const { record } = seen;
  const before = record.missing ?? [];
  const lagMs = cloud.readLagSeconds * 1000;
  const unseen = lagMs === 0 ? [] : unseenIn(seen, request.isGone);
  if (unseen.length === 0 && before.length === 0) return { kind: 'believed' };
  const since = isoTime(clock());
  const missing = unseen.map((arn) => before.find((note) => note.arn === arn) ?? { arn, since });
  const isNews = !isSame(before, missing);
  if (isNews) await replaceNotes(session, record, missing);
  const lookAgainAt = Math.max(...missing.map((note) => Date.parse(note.since) + lagMs));
  if (clock() < lookAgainAt) return { kind: 'too early', lookAgainAt };
  return { kind: isNews ? 'written' : 'believed' };
};
