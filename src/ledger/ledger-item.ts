import * as z from 'zod';
import { causeSchema, changeSchema } from '../history/change-schema.ts';
import { type Arn, isArn } from '../model/arn.ts';
import { TerminalError } from '../model/errors.ts';
import { isSettingName } from '../rules/catalogue.ts';
import type { Item, ItemKey } from '../storage/table.ts';
import type { LedgerRecord } from './ledger.ts';

const arnText = z.string().refine(isArn);
const settingName = z.string().refine(isSettingName);

/** What stands for the cause of an entry from before causes were kept. */
const unknownCause = {
  eventId: 'unknown',
  eventName: 'unknown',
  eventTime: '1970-01-01T00:00:00.000Z',
  principal: 'unknown',
};

const entrySchema = z.object({
  key: z.string(),
  value: z.string(),
  previous: z.string().nullable(),
  rule: settingName,
  primary: arnText,
  generation: z.number().int(),
  displaced: z.string().nullable(),
  writtenAt: z.string(),
  cause: causeSchema.default(unknownCause),
  repairs: z.array(z.object({ time: z.string(), by: z.string().nullable() })).default([]),
  contest: z
    .object({ since: z.string(), by: z.string().nullable(), theirs: z.string().nullable() })
    .nullable()
    .default(null),
  state: z.enum(['intended', 'confirmed']),
});

const refusalSchema = z.object({
  key: z.string(),
  reason: z.string(),
  value: z.string(),
  rule: settingName,
  primary: arnText,
  since: z.string(),
  cause: causeSchema,
});

const recordSchema = z.object({
  version: z.number().int().positive(),
  intent: z
    .object({
      owner: z.string(),
      expiresAt: z.number(),
      changes: z.array(changeSchema).default([]),
    })
    .nullable(),
  entries: z.array(entrySchema),
  refusals: z.array(refusalSchema).default([]),
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
  const { version, intent, entries, refusals } = parsed.data;
  return { arn, version, intent, entries: byKey(entries), refusals: byKey(refusals) };
};

/** Writes a record as it is stored. */
export const recordItem = ({ arn, version, intent, entries, refusals }: LedgerRecord): Item => ({
  ...recordKey(arn),
  version,
  intent,
  entries: [...entries.values()],
  refusals: [...refusals.values()],
});
