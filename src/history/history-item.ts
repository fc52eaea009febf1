import * as z from 'zod/mini';
import { type Arn, parseArn } from '../clouds/arn.ts';
import { arnText } from '../clouds/arn-text.ts';
import { TerminalError } from '../model/errors.ts';
import type { Item } from '../storage/table.ts';
import { changeSchema, readChange, writeChange } from './change-schema.ts';
import { type DayRow, dayOf, partitionOf, shardOf } from './days.ts';
import type { HistoryEntry, ResourceChange } from './history.ts';
import { readShared, startSharing, stored } from './shared-parts.ts';

const itemSchema = z.extend(changeSchema, {
  resource: arnText,
  shared: stored.shared,
});

/** Partition of one resource's changes. */
export const resourcePartition = (resource: Arn): string => `history#${resource}`;

/** All of an item but its key. */
const contentOf = (resource: Arn, change: ResourceChange) => {
  const sharing = startSharing();
  return { resource, ...writeChange(change, sharing), shared: sharing.parts };
};

/** Where a change is listed beside its resource: under each of its rules, on its day. */
export const dayRowsOf = (resource: Arn, { time, lines }: ResourceChange): readonly DayRow[] => {
  const { accountId } = parseArn(resource);
  const place = { accountId, day: dayOf(time), shard: shardOf(resource) };
  return [...new Set(lines.map(({ rule }) => rule))].map((rule) => ({ ...place, rule }));
};

/**
 * The items that keep a change: one under its resource, and one under each rule and day. Their keys
 * follow from the change alone, so that putting it again changes nothing; times sort as text.
 */
export const itemsOf = (resource: Arn, change: ResourceChange): readonly Item[] => {
  const { version, time, lines } = change;
  const sk = `${time}#${resource}#${String(version).padStart(12, '0')}`;
  return [
    { pk: resourcePartition(resource), sk, ...contentOf(resource, change) },
    ...dayRowsOf(resource, change).map((row) => ({
      pk: partitionOf(row),
      sk,
      ...contentOf(resource, { ...change, lines: lines.filter(({ rule }) => rule === row.rule) }),
    })),
  ];
};

/** The range of sort keys that a time range stands for. */
export const sortKeysOf = ({ from, to }: { readonly from: string; readonly to: string }) => ({
  from,
  // After every key that begins with the time itself.
  to: `${to}~`,
});

/** Reads what an item keeps. @throws TerminalError `MalformedHistory` */
export const entriesIn = (item: Item): readonly HistoryEntry[] => {
  const parsed = itemSchema.safeParse(item);
  if (!parsed.success) {
    throw new TerminalError({
      code: 'MalformedHistory',
      message: `the history item ${item.pk} ${item.sk} cannot be read: ${z.prettifyError(parsed.error)}`,
    });
  }
  const { resource, shared } = parsed.data;
  const reader = readShared(shared, `the history item ${item.pk} ${item.sk}`);
  const { time, cause, lines } = readChange(parsed.data, reader);
  return lines.map((line) => ({ ...line, resource, time, cause }));
};
