import * as z from 'zod/mini';
import type { Arn } from '../clouds/arn.ts';
import { arnText } from '../clouds/arn-text.ts';
import { changeSchema, readChange, writeChange } from '../history/change-schema.ts';
import {
  readShared,
  type SharedReader,
  type Sharing,
  startSharing,
  stored,
} from '../history/shared-parts.ts';
import { TerminalError } from '../model/errors.ts';
import { text, textOrNull, version } from '../model/fields.ts';
import type { Item, ItemKey } from '../storage/table.ts';
import type { LedgerEntry, LedgerRecord } from './ledger.ts';

/** What stands for the cause of an entry from before causes were kept. */
const unknownCause = {
  eventId: 'unknown',
  eventName: 'unknown',
  eventTime: '1970-01-01T00:00:00.000Z',
  principal: 'unknown',
};

const originSchema = z.object({
  cause: stored.cause,
  rule: stored.rule,
  primary: stored.primary,
});

const entrySchema = z.extend(originSchema, {
  key: text,
  value: text,
  previous: textOrNull,
  generation: z.int(),
  displaced: textOrNull,
  writtenAt: text,
  cause: z._default(stored.cause, unknownCause),
  repairs: z._default(z.array(z.object({ time: text, by: textOrNull })), []),
  contest: z._default(
    z.nullable(z.object({ since: text, by: textOrNull, theirs: textOrNull })),
    null,
  ),
  state: z.enum(['intended', 'confirmed']),
});

const refusalSchema = z.extend(originSchema, {
  key: text,
  reason: text,
  value: text,
  // Those of before generations were kept are of none that there is.
  generation: z._default(z.int(), -1),
  tagsMark: z.optional(text),
  since: text,
});

const intentSchema = z.object({
  owner: text,
  expiresAt: z.number(),
  changes: z._default(z.array(changeSchema), []),
});

const lastWriteSchema = z.object({
  at: text,
  removed: z.array(z.object({ key: text, restored: textOrNull })),
  theirs: z.optional(z.array(text)),
});

const missingSchema = z.object({ arn: arnText, since: text });

const recordSchema = z.object({
  version,
  intent: z.nullable(intentSchema),
  entries: z.array(entrySchema),
  refusals: z._default(z.array(refusalSchema), []),
  lastWrite: z.optional(lastWriteSchema),
  missing: z.optional(z.array(missingSchema)),
  shared: stored.shared,
});

type Origin = Pick<LedgerEntry, 'cause' | 'rule' | 'primary'>;
type StoredOrigin = z.infer<typeof originSchema>;

const writeOrigin = ({ cause, rule, primary }: Origin, sharing: Sharing) => ({
  cause: sharing.cause(cause),
  rule: sharing.rule(rule),
  primary: sharing.primary(primary),
});

const readOrigin = ({ cause, rule, primary }: StoredOrigin, shared: SharedReader): Origin => ({
  cause: shared.cause(cause),
  rule: shared.rule(rule),
  primary: shared.primary(primary),
});

const byKey = <T extends { readonly key: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.key, item]));

/** Where a resource's record is stored. */
export const recordKey = (arn: Arn): ItemKey => ({ pk: `ledger#${arn}`, sk: 'record' });

/** Reads a record as stored; version 0 and empty when there is none. @throws TerminalError `MalformedLedgerRecord` */
export const readRecord = (arn: Arn, item: Item | undefined): LedgerRecord => {
  if (item === undefined) {
    return { arn, version: 0, intent: null, entries: new Map(), refusals: new Map() };
  }
  const parsed = recordSchema.safeParse(item);
  if (!parsed.success) {
    throw new TerminalError({
      code: 'MalformedLedgerRecord',
      message: `the ledger record of ${arn} cannot be read: ${z.prettifyError(parsed.error)}`,
    });
  }
  const { version, intent, entries, refusals, lastWrite, missing, shared } = parsed.data;
  const reader = readShared(shared, `the ledger record of ${arn}`);
  return {
    arn,
    version,
    intent: intent && {
      ...intent,
      changes: intent.changes.map((change) => readChange(change, reader)),
    },
    entries: byKey(entries.map((entry) => ({ ...entry, ...readOrigin(entry, reader) }))),
    refusals: byKey(refusals.map((refusal) => ({ ...refusal, ...readOrigin(refusal, reader) }))),
    lastWrite,
    ...(missing === undefined ? {} : { missing }),
  };
};

/** Writes a record as it is stored. */
export const recordItem = ({
  arn,
  version,
  intent,
  entries,
  refusals,
  lastWrite,
  missing = [],
}: LedgerRecord): Item => {
  const sharing = startSharing();
  return {
    ...recordKey(arn),
    version,
    intent: intent && {
      ...intent,
      changes: intent.changes.map((change) => writeChange(change, sharing)),
    },
    entries: [...entries.values()].map((entry) => ({ ...entry, ...writeOrigin(entry, sharing) })),
    refusals: [...refusals.values()].map((refusal) => ({
      ...refusal,
      ...writeOrigin(refusal, sharing),
    })),
    ...(lastWrite === undefined ? {} : { lastWrite }),
    ...(missing.length === 0 ? {} : { missing }),
    shared: sharing.parts,
  };
};
