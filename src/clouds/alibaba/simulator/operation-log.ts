import type { Bus, BusEvent } from '../../../bus/bus.ts';
import { ConflictError, RetryableError } from '../../../model/errors.ts';
import type { Table } from '../../../storage/table.ts';
import { type Arn, parseArn } from '../arn.ts';
import {
  operationItem,
  operationKey,
  operationsPartition,
  type RecordedOperation,
  readOperation,
} from './operation-row.ts';
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
 *
 * What this process could not finish, because table or bus failed, it tries before each of its next
 * operations, and finishes before any on the same resources. Events may be published twice, and are
 * never lost.
 */
export type OperationLog = {
  /** @throws ConflictError when the guard's resource was written meanwhile; nothing happened then */
  readonly run: (effects: Effects) => Promise<void>;
  /** Finishes what a crash left; to be called when no other process is at work. @returns how many */
  readonly recover: () => Promise<number>;
};

const targetOf = (write: Write): Arn => (write.kind === 'create' ? write.resource.arn : write.arn);

/** The resources that an operation has still to write. */
const targetsOf = ({ guardArn, writes }: Omit<RecordedOperation, 'events'>): ReadonlySet<Arn> =>
  new Set([...(guardArn === null ? [] : [guardArn]), ...writes.map(targetOf)]);

const maxEditAttempts = 50;
const maxFinishAttempts = 3;

/** Opens the log. */
export const openOperationLog = (deps: {
  readonly table: Table;
  readonly store: ResourceStore;
  readonly bus: Bus;
  readonly newId: () => string;
}): OperationLog => {
  const { table, store, bus } = deps;
  /** What this process left half done: of each, what is left of it. */
  const unfinished = new Map<string, RecordedOperation>();

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

  const create = async (resource: Omit<SimResource, 'version'>): Promise<void> => {
    if ((await store.readRaw(resource.arn)) !== undefined) return;
    try {
      await store.write(undefined, { ...resource, version: 0, pending: [], isDeleted: false });
    } catch (error) {
      // It is there: ours, by a request whose answer was lost, or by a recovery beside us.
      if (!(error instanceof ConflictError)) throw error;
    }
  };

  const make = async (write: Write): Promise<void> => {
    switch (write.kind) {
      case 'create':
        return create(write.resource);
      case 'edit':
        return edit(write.arn, change(write.change));
      case 'delete':
        return store.erase(write.arn);
    }
  };

  const forget = async (id: string): Promise<void> =>
    table.delete(operationKey(id), { kind: 'any' });

  /** Makes what can be made: a resource that cannot be written keeps no other from it. */
  const makeAll = async (
    writes: readonly Write[],
  ): Promise<{ readonly left: readonly Write[]; readonly failures: readonly unknown[] }> => {
    const left: Write[] = [];
    const failures: unknown[] = [];
    const stuck = new Set<Arn>();
    for (const write of writes) {
      try {
        if (stuck.has(targetOf(write))) left.push(write);
        else await make(write);
      } catch (error) {
        stuck.add(targetOf(write));
        left.push(write);
        failures.push(error);
      }
    }
    return { left, failures };
  };

  /** Lets go of the resource that decided an operation. */
  const release = async (id: string, guardArn: Arn): Promise<void> => {
    const guarded = await store.readRaw(guardArn);
    if (guarded?.isDeleted === true) return store.erase(guardArn);
    await edit(guardArn, (resource) => {
      const pending = resource.pending.filter((each) => each !== id);
      return pending.length === resource.pending.length ? resource : { ...resource, pending };
    });
  };

  const finish = async (id: string, operation: RecordedOperation): Promise<void> => {
    const { guardArn, events } = operation;
    const { left, failures } = await makeAll(operation.writes);
    try {
      if (failures.length > 0) throw failures[0];
      await bus.publish(events);
      if (guardArn !== null) await release(id, guardArn);
      await forget(id);
    } catch (error) {
      unfinished.set(id, { ...operation, writes: left });
      throw error;
    }
    unfinished.delete(id);
  };

  /** It has happened: a passing failure must not leave the rest to the next start. */
  const finishSoon = async (id: string, operation: RecordedOperation): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await finish(id, unfinished.get(id) ?? operation);
      } catch (error) {
        if (attempt === maxFinishAttempts || !(error instanceof RetryableError)) throw error;
      }
    }
  };

  /** Finishes what was left, as far as it goes. @throws when it has still to write one of these */
  const finishLeft = async (targets: ReadonlySet<Arn>): Promise<void> => {
    for (const [id, operation] of unfinished) {
      try {
        await finish(id, operation);
      } catch (error) {
        const left = targetsOf(unfinished.get(id) ?? operation);
        if (!left.isDisjointFrom(targets)) throw error;
      }
    }
  };

  const hasPassed = async (id: string, arn: Arn): Promise<boolean> =>
    (await store.readRaw(arn))?.pending.includes(id) === true;

  const passGuard = async (id: string, guard: Guard): Promise<void> => {
    const { arn, version } = guard.resource;
    const current = await store.readRaw(arn);
    if (current === undefined || current.isDeleted || current.version !== version) {
      throw new ConflictError({ code: 'ResourceChanged', message: `${arn} was changed meanwhile` });
    }
    const pending = [...current.pending, id];
    try {
      await store.write(
        current,
        guard.kind === 'delete'
          ? { ...current, pending, isDeleted: true }
          : { ...applyChange(current, guard.change), pending },
      );
    } catch (error) {
      // It may have arrived, and only its answer was lost: repeated by the client, it meets itself.
      if (await hasPassed(id, arn)) return;
      throw error;
    }
  };

  return {
    run: async ({ guard, writes, events }) => {
      const guardArn = guard?.resource.arn ?? null;
      await finishLeft(targetsOf({ guardArn, writes }));
      const id = deps.newId();
      const row = operationItem(id, { guardArn, writes, events });
      await table.put(row, { kind: 'any' });
      if (guard !== undefined) {
        try {
          await passGuard(id, guard);
        } catch (error) {
          if (error instanceof ConflictError) await forget(id);
          throw error;
        }
      }
      await finishSoon(id, readOperation(row));
    },

    recover: async () => {
      let finished = 0;
      let cursor: string | undefined;
      do {
        const page = await table.query({ pk: operationsPartition, cursor, limit: 20 });
        for (const item of page.items) {
          const operation = readOperation(item);
          const { guardArn } = operation;
          if (guardArn === null || (await hasPassed(item.sk, guardArn))) {
            await finish(item.sk, operation);
            finished += 1;
          } else await forget(item.sk);
        }
        cursor = page.next;
      } while (cursor !== undefined);
      return finished;
    },
  };
};
