import * as z from 'zod';
import type { Bus, BusEvent } from '../../bus/bus.ts';
import { type Arn, isArn, parseArn } from '../../model/arn.ts';
import { ConflictError, RetryableError, TerminalError } from '../../model/errors.ts';
import type { Item, Table } from '../../storage/table.ts';
import type { ResourceStore, StoredResource } from './resource-store.ts';
import { applyChange, type Change, type SimResource, type Write } from './sim-resource.ts';

/** The write that decides whether an operation happens: made only if nobody else wrote first. */
export type Guard = { readonly resource: SimResource } & (
  | { readonly kind: 'edit'; readonly change: Change }
  | { readonly kind: 'delete' }
);

/** Everything an operation does. Without a guard it happens as soon as it is on record. */
export type Effects = {
  readonly guard?: Guard;
  readonly writes: readonly Write[];
  readonly events: readonly BusEvent[];
};

/**
 * Makes operations whole: each is on record before its first write, and a crash at any moment leaves
 * either nothing of it or something that `recover` finishes, its events included.
 *
 * record → guard (noted in the item itself) → writes → events → forget
 */
export type OperationLog = {
  /** @throws ConflictError when the guard's resource was written meanwhile; nothing happened then */
  readonly run: (effects: Effects) => Promise<void>;
  /** Finishes what a crash left; to be called when no other process is at work. @returns how many */
  readonly recover: () => Promise<number>;
};

const arnText = z.string().refine(isArn);
const pairs = z.array(z.tuple([z.string(), z.string()]));

const changeSchema = z.object({
  setTags: pairs.optional(),
  removeTags: z.array(z.string()).optional(),
  addParents: z.array(arnText).optional(),
  removeParents: z.array(arnText).optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
  mostTags: z.number().optional(),
  onlyIfFree: z.boolean().optional(),
});

const writeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('create'),
    resource: z.object({
      arn: arnText,
      tags: pairs.transform((list) => new Map(list)),
      parents: z.array(arnText),
      attributes: z.record(z.string(), z.unknown()),
    }),
  }),
  z.object({ kind: z.literal('edit'), arn: arnText, change: changeSchema }),
  z.object({ kind: z.literal('delete'), arn: arnText }),
]);

const rowSchema = z.object({
  guardArn: arnText.nullable(),
  writes: z.array(writeSchema),
  events: z.array(
    z.object({
      source: z.string(),
      detailType: z.string(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
});

const logPartition = 'operations';
const maxEditAttempts = 50;
const maxFinishAttempts = 3;

/** Maps travel as lists of pairs. */
const writeJson = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (each instanceof Map ? [...each] : each));

const readRow = (item: Item) => {
  const parsed = rowSchema.safeParse(JSON.parse(String(item.operation)));
  if (parsed.success) return parsed.data;
  throw new TerminalError({
    code: 'MalformedOperation',
    message: `operation ${item.sk} cannot be read: ${z.prettifyError(parsed.error)}`,
  });
};

type Recorded = z.infer<typeof rowSchema>;

/** Opens the log. */
export const openOperationLog = (deps: {
  readonly table: Table;
  readonly store: ResourceStore;
  readonly bus: Bus;
  readonly newId: () => string;
}): OperationLog => {
  const { table, store, bus } = deps;

  type Edit = (resource: StoredResource) => StoredResource | Promise<StoredResource>;

  /** Edits a resource whatever others write meanwhile; one that is gone needs no edit. */
  const edit = async (arn: Arn, change: Edit): Promise<void> => {
    for (let attempt = 0; attempt < maxEditAttempts; attempt += 1) {
      const resource = await store.readRaw(arn);
      if (resource === undefined) return;
      try {
        const changed = await change(resource);
        if (changed !== resource) await store.write(resource, changed);
        return;
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    }
    throw new RetryableError({
      code: 'StillChanging',
      message: `${arn} was written by others ${maxEditAttempts} times in a row`,
    });
  };

  const isHeldByAnother = async (resource: StoredResource, change: Change): Promise<boolean> => {
    const others = resource.parents.filter(
      (arn) => parseArn(arn).type !== 'Cs-Cluster' && !change.addParents?.includes(arn),
    );
    return (await store.read(others)).size > 0;
  };

  const change =
    (wanted: Change): Edit =>
    async (resource) =>
      wanted.onlyIfFree === true && (await isHeldByAnother(resource, wanted))
        ? resource
        : applyChange(resource, wanted);

  const make = async (write: Write): Promise<void> => {
    switch (write.kind) {
      case 'create':
        if ((await store.readRaw(write.resource.arn)) !== undefined) return;
        await store.write(undefined, {
          ...write.resource,
          version: 0,
          pending: [],
          isDeleted: false,
        });
        return;
      case 'edit':
        return edit(write.arn, change(write.change));
      case 'delete':
        return store.erase(write.arn);
    }
  };

  const forget = async (id: string): Promise<void> =>
    table.delete({ pk: logPartition, sk: id }, { kind: 'any' });

  const finish = async (id: string, { guardArn, writes, events }: Recorded): Promise<void> => {
    for (const write of writes) await make(write);
    await bus.publish(events);
    if (guardArn !== null) {
      const guarded = await store.readRaw(guardArn);
      if (guarded?.isDeleted === true) await store.erase(guardArn);
      else {
        await edit(guardArn, (resource) => ({
          ...resource,
          pending: resource.pending.filter((each) => each !== id),
        }));
      }
    }
    await forget(id);
  };

  /** It has happened: a passing failure must not leave the rest to the next start. */
  const finishSoon = async (id: string, recorded: Recorded): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await finish(id, recorded);
      } catch (error) {
        if (attempt === maxFinishAttempts || !(error instanceof RetryableError)) throw error;
      }
    }
  };

  const passGuard = async (id: string, guard: Guard): Promise<void> => {
    const current = await store.readRaw(guard.resource.arn);
    if (current === undefined || current.isDeleted || current.version !== guard.resource.version) {
      throw new ConflictError({
        code: 'ResourceChanged',
        message: `${guard.resource.arn} was changed meanwhile`,
      });
    }
    const pending = [...current.pending, id];
    await store.write(
      current,
      guard.kind === 'delete'
        ? { ...current, pending, isDeleted: true }
        : { ...applyChange(current, guard.change), pending },
    );
  };

  return {
    run: async ({ guard, writes, events }) => {
      const id = deps.newId();
      const recorded = { guardArn: guard?.resource.arn ?? null, writes, events };
      const row: Item = { pk: logPartition, sk: id, operation: writeJson(recorded) };
      await table.put(row, { kind: 'any' });
      if (guard !== undefined) {
        try {
          await passGuard(id, guard);
        } catch (error) {
          if (error instanceof ConflictError) await forget(id);
          throw error;
        }
      }
      await finishSoon(id, readRow(row));
    },

    recover: async () => {
      let finished = 0;
      let cursor: string | undefined;
      do {
        const page = await table.query({ pk: logPartition, cursor, limit: 100 });
        for (const item of page.items) {
          const recorded = readRow(item);
          const { guardArn } = recorded;
          const guarded = guardArn === null ? undefined : await store.readRaw(guardArn);
          const hasHappened = guardArn === null || guarded?.pending.includes(item.sk) === true;
          if (hasHappened) {
            await finish(item.sk, recorded);
            finished += 1;
          } else await forget(item.sk);
        }
        cursor = page.next;
      } while (cursor !== undefined);
      return finished;
    },
  };
};
