import * as z from 'zod/mini';
import { TerminalError } from '../model/errors.ts';
import { version } from '../model/fields.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';
import { type AccessKey, type AccessKeyStore, accessRights } from './access-key.ts';

const secretRef = z.object({ secretId: z.string() });

const keySchema = z.object({
  accessKeyId: z.string(),
  accountId: z.string(),
  rights: z.enum(accessRights),
  description: z.string(),
  status: z.enum(['active', 'revoked']),
  secret: secretRef,
  previous: z.nullable(z.extend(secretRef, { validUntil: z.string() })),
  tokenHash: z.nullable(z.string()),
  endsAt: z.nullable(z.string()),
  version,
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
});

/** All keys are in one partition: a call names its key and not its account. There are few. */
const partition = 'access-keys';
const keysPerRead = 100;

const keyOf = (accessKeyId: string): ItemKey => ({ pk: partition, sk: accessKeyId });

/** `expiresAt` would be DynamoDB's own word for when it may drop an item. */
const itemOf = ({ expiresAt: endsAt, ...key }: AccessKey): Item => ({
  ...keyOf(key.accessKeyId),
  ...key,
  endsAt,
});

const readKey = (item: Item): AccessKey => {
  const parsed = keySchema.safeParse(item);
  if (!parsed.success) {
    throw new TerminalError({
      code: 'MalformedAccessKey',
      message: `the access key ${item.sk} cannot be read: ${z.prettifyError(parsed.error)}`,
    });
  }
  const { endsAt: expiresAt, ...key } = parsed.data;
  return { ...key, expiresAt };
};

/** Access keys in DynamoDB: one item a key. */
export const createDynamoDbAccessKeys = ({ table }: { readonly table: Table }): AccessKeyStore => ({
  read: async (accessKeyId) => {
    const item = await table.get(keyOf(accessKeyId));
    return item === undefined ? undefined : readKey(item);
  },
  create: (key) => table.put(itemOf(key), { kind: 'absent' }),
  replace: (next) => table.put(itemOf(next), { kind: 'version', version: next.version - 1 }),
  list: async ({ accountId, cursor, limit }) => {
    const items: AccessKey[] = [];
    let next = cursor;
    do {
      const page = await table.query({ pk: partition, cursor: next, limit: keysPerRead });
      for (const [index, item] of page.items.entries()) {
        const key = readKey(item);
        if (key.accountId !== accountId) continue;
        items.push(key);
        const isLast = index === page.items.length - 1 && page.next === undefined;
        if (items.length === limit) return { items, next: isLast ? undefined : item.sk };
      }
      next = page.next;
    } while (next !== undefined);
    return { items, next };
  },
});
