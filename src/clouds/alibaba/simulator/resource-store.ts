import * as z from 'zod/mini';
import { inChunks } from '../../../model/chunks.ts';
import { ConflictError, TerminalError } from '../../../model/errors.ts';
import { text, texts, version } from '../../../model/fields.ts';
import type { Page } from '../../../model/page.ts';
import type { DeleteExpectation } from '../../../storage/expectation.ts';
import type { Item, ItemKey, Table } from '../../../storage/table.ts';
import type { ResourceType } from '../../cloud.ts';
import { type Arn, formatArn, isArn, parseArn } from '../arn.ts';
import { arnText } from '../arn-text.ts';
import { isResourceType } from '../resource-types.ts';
import type { SimResource } from './sim-resource.ts';

/** A resource as stored, with the operations that are not finished with it. */
export type StoredResource = SimResource & {
  /** Ids of operations that changed it and whose other steps may still be due. */
  readonly pending: readonly string[];
  /** Deleted, but its operation is not finished; nobody sees it any more. */
  readonly isDeleted: boolean;
};

const storedSchema = z.object({
  arn: arnText,
  version,
  tags: z.array(z.object({ key: text, value: text })),
  parents: z.array(arnText),
  attributes: z.record(text, z.unknown()),
  pending: texts,
  isDeleted: z.boolean(),
});

const rowsPerPage = 100;

const resourceKey = (arn: Arn): ItemKey => ({ pk: `resource#${arn}`, sk: 'resource' });
const heirKey = (primary: Arn, heir: Arn): ItemKey => ({
  pk: `heirs#${primary}`,
  sk: `${parseArn(heir).type}#${heir}`,
});
const listKey = (arn: Arn): ItemKey => {
  const { accountId, type } = parseArn(arn);
  return { pk: `list#${accountId}#${type}`, sk: arn };
};

const readItem = (item: Item): StoredResource => {
  const parsed = storedSchema.safeParse(item);
  if (parsed.success) {
    const { tags, ...rest } = parsed.data;
    return { ...rest, tags: new Map(tags.map(({ key, value }) => [key, value])) };
  }
  throw new TerminalError({
    code: 'MalformedResource',
    message: `${item.pk} cannot be read: ${z.prettifyError(parsed.error)}`,
  });
};

const itemOf = (resource: StoredResource): Item => ({
  ...resourceKey(resource.arn),
  ...resource,
  tags: [...resource.tags].map(([key, value]) => ({ key, value })),
});

/** A look-up row with a later version belongs to a later write: then ours is not needed. */
const unlessLater = async (work: Promise<void>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
};

/** The simulated cloud's resources, one item each, with rows that find them by account and by primary. */
export type ResourceStore = {
  /** Reads resources that exist; deleted ones are left out. @param arns any number */
  readonly read: (arns: readonly Arn[]) => Promise<ReadonlyMap<Arn, StoredResource>>;
  /** Reads one resource, deleted but unfinished ones included. */
  readonly readRaw: (arn: Arn) => Promise<StoredResource | undefined>;
  /** Stores the next version; look-up rows follow. @throws ConflictError when somebody wrote meanwhile */
  readonly write: (
    previous: StoredResource | undefined,
    next: StoredResource,
  ) => Promise<StoredResource>;
  /** Removes a resource and its rows for good; an absent one is no error. */
  readonly erase: (arn: Arn) => Promise<void>;
  /** May name resources that left the primary a moment ago. */
  readonly heirs: (primary: Arn, type: ResourceType, cursor?: string) => Promise<Page<Arn>>;
  /** @param of in one region, or in all */
  readonly list: (
    of: {
      readonly accountId: string;
      readonly type: ResourceType;
      readonly region: string | undefined;
    },
    cursor?: string,
  ) => Promise<Page<Arn>>;
};

/** Opens the store. */
export const openResourceStore = (table: Table): ResourceStore => {
  const readRaw = async (arn: Arn): Promise<StoredResource | undefined> => {
    const item = await table.get(resourceKey(arn));
    return item === undefined ? undefined : readItem(item);
  };

  const read: ResourceStore['read'] = async (arns) => {
    const distinct = [...new Set(arns)];
    const chunks = inChunks(distinct, 100);
    const items = await Promise.all(
      chunks.map(async (chunk) => {
        const [only] = chunk;
        if (only === undefined || chunk.length > 1) return table.getMany(chunk.map(resourceKey));
        const item = await table.get(resourceKey(only));
        return item === undefined ? [] : [item];
      }),
    );
    const found = items
      .flat()
      .map(readItem)
      .filter(({ isDeleted }) => !isDeleted);
    return new Map(found.map((resource) => [resource.arn, resource]));
  };

  const write: ResourceStore['write'] = async (previous, next) => {
    const stored = { ...next, version: (previous?.version ?? 0) + 1 };
    const upToNow: DeleteExpectation = { kind: 'versionAtMost', version: stored.version };
    const before = new Set(previous?.parents);
    const after = new Set(stored.parents);

    if (previous === undefined) await table.put(listKey(stored.arn), { kind: 'any' });
    for (const parent of after) {
      const row = { ...heirKey(parent, stored.arn), version: stored.version };
      if (!before.has(parent)) await unlessLater(table.put(row, upToNow));
    }
    await table.put(
      itemOf(stored),
      previous === undefined ? { kind: 'absent' } : { kind: 'version', version: previous.version },
    );
    for (const parent of before) {
      if (!after.has(parent)) await unlessLater(table.delete(heirKey(parent, stored.arn), upToNow));
    }
    return stored;
  };

  const erase: ResourceStore['erase'] = async (arn) => {
    const resource = await readRaw(arn);
    for (const parent of resource?.parents ?? []) {
      await table.delete(heirKey(parent, arn), { kind: 'any' });
    }
    await table.delete(listKey(arn), { kind: 'any' });
    await table.delete(resourceKey(arn), { kind: 'any' });
  };

  const heirs: ResourceStore['heirs'] = async (primary, type, cursor) => {
    const pk = `heirs#${primary}`;
    const page = await table.query({ pk, prefix: `${type}#`, cursor, limit: rowsPerPage });
    const items = page.items.map(({ sk }) => sk.slice(type.length + 1)).filter(isArn);
    return { items, next: page.next };
  };

  const list: ResourceStore['list'] = async ({ accountId, type, region }, cursor) => {
    const within =
      region === undefined || !isResourceType(type)
        ? {}
        : { prefix: formatArn({ type, accountId, region, id: '' }) };
    const pk = `list#${accountId}#${type}`;
    const page = await table.query({ pk, ...within, cursor, limit: rowsPerPage });
    return { items: page.items.map(({ sk }) => sk).filter(isArn), next: page.next };
  };

  return { read, readRaw, write, erase, heirs, list };
};
