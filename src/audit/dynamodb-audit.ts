import * as z from 'zod/mini';
import type { Clock } from '../model/clock.ts';
import { TerminalError } from '../model/errors.ts';
import { count, text, textOrNull } from '../model/fields.ts';
import type { Page } from '../model/page.ts';
import { expiryAttribute } from '../storage/schema.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';
import { type Audit, type AuditEntry, type AuditListing, auditOutcomes } from './audit.ts';

const entrySchema = z.object({
  accountId: textOrNull,
  time: text,
  requestId: text,
  principal: text,
  action: text,
  target: z.record(text, text),
  /** JSON: a caller's own field names never become attributes. */
  input: text,
  outcome: z.enum(auditOutcomes),
  code: textOrNull,
  // Entries of before count nothing.
  counts: z._default(z.nullable(z.record(text, count)), null),
});

/** How long entries are kept. Days. */
const keptDays = 400;

/** No account has an empty name. */
const partitionOf = (accountId: string | null): string => `audit#${accountId ?? ''}`;

const keyOf = ({ accountId, time, requestId }: AuditEntry): ItemKey => ({
  pk: partitionOf(accountId),
  sk: `${time}#${requestId}`,
});

const readEntry = (item: Item): AuditEntry => {
  const parsed = entrySchema.safeParse(item);
  if (parsed.success) return { ...parsed.data, input: JSON.parse(parsed.data.input) };
  throw new TerminalError({
    code: 'MalformedAuditEntry',
    message: `the audit entry ${item.pk} ${item.sk} cannot be read: ${z.prettifyError(parsed.error)}`,
  });
};

/** Longest input that is kept; an item of DynamoDB holds 400 kB. Bytes. */
const mostInputBytes = 200_000;

const inputText = (input: unknown): string => {
  const text = JSON.stringify(input);
  const bytes = Buffer.byteLength(text);
  return bytes <= mostInputBytes ? text : JSON.stringify(`left out: it has ${bytes} bytes`);
};

/** Comes after every request id in an ordered key. */
const afterAll = '~';

type Wanted = Pick<AuditListing, 'requestId' | 'principal' | 'action'>;

/** Entries a read looks at when few of them may be wanted, and reads that one call does. */
const [mostPerRead, mostReads] = [200, 10];

const isNarrow = (wanted: Wanted): boolean =>
  Object.values(wanted).some((value) => value !== undefined);

const perRead = (wanted: Wanted, limit: number): number => (isNarrow(wanted) ? mostPerRead : limit);

const has = (text: string, part = ''): boolean => text.toLowerCase().includes(part.toLowerCase());

const isWanted = (entry: AuditEntry, { requestId, principal, action }: Wanted): boolean =>
  (requestId === undefined || entry.requestId === requestId) &&
  has(entry.principal, principal) &&
  has(entry.action, action);

/** Where a list goes on; nowhere after the last entry there is. */
const nextAfter = (entry: AuditEntry, { items, next }: Page<Item>): string | undefined => {
  const { sk } = keyOf(entry);
  return sk === items.at(-1)?.sk ? next : sk;
};

/** The audit trail in DynamoDB: one item per request, in one partition per account and one of the stage. */
export const createDynamoDbAudit = ({
  table,
  clock,
}: {
  readonly table: Table;
  readonly clock: Clock;
}): Audit => ({
  record: (entry) =>
    table.put(
      {
        ...keyOf(entry),
        ...entry,
        input: inputText(entry.input),
        [expiryAttribute]: Math.floor(clock() / 1000) + keptDays * 86_400,
      },
      { kind: 'any' },
    ),

  list: async ({ accountId, from, to, limit, cursor, ...wanted }) => {
    const found: AuditEntry[] = [];
    let next = cursor;
    for (let reads = 0; reads < mostReads; reads += 1) {
      const page = await table.query({
        pk: partitionOf(accountId),
        range: { from, to: `${to}#${afterAll}` },
        isDescending: true,
        cursor: next,
        limit: perRead(wanted, limit),
      });
      for (const entry of page.items.map(readEntry)) {
        if (!isWanted(entry, wanted)) continue;
        found.push(entry);
        // The page of a narrow list goes on behind what was found, in the middle of what was read.
        if (found.length === limit) return { items: found, next: nextAfter(entry, page) };
      }
      next = page.next;
      if (next === undefined) break;
    }
    return { items: found, next };
  },
});
