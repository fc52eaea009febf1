import { createHash } from 'node:crypto';
import { type Arn, parseArn, typeOf } from '../../src/clouds/arn.ts';
import { createParentsIndex } from '../../src/clouds/parents-index.ts';
import type { CloudProvider, Sight, Sights, WriteResult } from '../../src/clouds/provider.ts';
import type { Clock } from '../../src/model/clock.ts';
import { RetryableError, ThrottledError } from '../../src/model/errors.ts';
import { allItems, cursorExpired, type Page } from '../../src/model/page.ts';
import type { Random } from '../reliability/random.ts';
import { failedWith } from './ask.ts';

/** How awkward a cloud is: each happens once in so many, never where it is left out. */
export type Awkwardness = {
  readonly random: Random;
  /** Items of a page, in another order each time it is read; the inner cloud's own pages unless given. */
  readonly pageSize?: number;
  /** Listings that expire at one of their pages. */
  readonly expiresOneIn?: number | undefined;
  /** Calls that are throttled. */
  readonly throttlesOneIn?: number;
  /** Resources of a call of which it cannot tell. */
  readonly cannotTellOneIn?: number | undefined;
  /** Changes of a `write` that are not made, while the others are. */
  readonly failsToWriteOneIn?: number;
  /** For how long its reads may show what was before: the inner cloud's reads must do so. Seconds. */
  readonly readLagSeconds?: number;
};

const throttled = (what: string): ThrottledError =>
  new ThrottledError({
    code: 'Throttling.User',
    message: `${what}: slow down`,
    retryAfterSeconds: 1,
  });

const untold = (arn: Arn): RetryableError =>
  new RetryableError({ code: 'InternalError', message: `nothing can be said of ${arn}` });

/** An order that stays, and that has nothing to do with names. */
const placeOf = (name: string): string => createHash('sha256').update(name).digest('hex');

/** Pages of listings: a listing is made when its first page is read, and stays as it is then. */
const createPages = (how: Awkwardness) => {
  const { random, pageSize } = how;
  const listings = new Map<string, readonly Arn[]>();
  const salt = random.hex(8);
  /** Where a listing expires. */
  const ends = new Map<string, number>();

  const pageAt = (token: string, at: number): Page<Arn> => {
    const all = listings.get(token) ?? [];
    const end = at + (pageSize ?? all.length);
    return {
      items: random.shuffled(all.slice(at, end)),
      next: end < all.length ? `${token} ${end}` : undefined,
    };
  };

  return async (
    cursor: string | undefined,
    list: (cursor: string | undefined) => Promise<Page<Arn>>,
  ): Promise<Page<Arn>> => {
    if (pageSize === undefined) return list(cursor);
    if (cursor !== undefined) {
      const [token = '', at] = cursor.split(' ');
      const end = ends.get(token) ?? Number.POSITIVE_INFINITY;
      if (Number(at) >= end || !listings.has(token)) throw cursorExpired(`listing ${token}`);
      return pageAt(token, Number(at));
    }
    const all: Arn[] = [];
    let next: string | undefined;
    do {
      const page: Page<Arn> = await list(next);
      all.push(...page.items);
      next = page.next;
    } while (next !== undefined);
    const token = random.hex(8);
    const places = new Map(all.map((arn) => [arn, placeOf(salt + arn)]));
    const inOrder = all.toSorted((one, other) =>
      (places.get(one) ?? '') < (places.get(other) ?? '') ? -1 : 1,
    );
    listings.set(token, inOrder);
    if (how.expiresOneIn !== undefined && random.isOneIn(how.expiresOneIn)) {
      ends.set(token, random.below(all.length));
    }
    return pageAt(token, 0);
  };
};

/**
 * A cloud that promises no more than it must: pages of a few in no order, cursors that expire, throttles,
 * answers in part, resources of which it cannot tell. It may be late, where the inner cloud's reads are.
 */
export const awkwardProvider = (inner: CloudProvider, how: Awkwardness): CloudProvider => {
  const { random, throttlesOneIn, failsToWriteOneIn } = how;
  const happens = (oneIn: number | undefined): boolean =>
    oneIn !== undefined && random.isOneIn(oneIn);
  const mayThrottle = (what: string): void => {
    if (happens(throttlesOneIn)) throw throttled(what);
  };
  const pageOf = createPages(how);

  return {
    ...inner,
    readLagSeconds: how.readLagSeconds ?? inner.readLagSeconds,

    describe: async (arns, call): Promise<Sights> => {
      mayThrottle('describe');
      const sights = await inner.describe(arns, call);
      return new Map(
        [...sights].map(([arn, sight]): [Arn, Sight] =>
          happens(how.cannotTellOneIn)
            ? [arn, { kind: 'cannot-tell', error: untold(arn) }]
            : [arn, sight],
        ),
      );
    },

    heirs: async (primary, type, cursor, call) => {
      mayThrottle('heirs');
      return pageOf(cursor, (next) => inner.heirs(primary, type, next, call));
    },

    list: async (accountId, type, cursor, call) => {
      mayThrottle('list');
      return pageOf(cursor, (next) => inner.list(accountId, type, next, call));
    },

    write: async (writes, call): Promise<readonly WriteResult[]> => {
      const kept = writes.filter(() => !happens(failsToWriteOneIn));
      const results = await inner.write(kept, call);
      return writes.map(
        (write) => results[kept.indexOf(write)] ?? failedWith(write, throttled('write')),
      );
    },
  };
};

/**
 * A cloud that tells from the instance's side only which disks hang on it, so that it keeps an index.
 * @param keepSeconds how long the index is believed
 */
export const withIndexedParents = (
  inner: CloudProvider,
  { clock, keepSeconds }: { readonly clock: Clock; readonly keepSeconds: number },
): CloudProvider => {
  const index = createParentsIndex({
    clock,
    keepSeconds,
    list: async ({ accountId, region }, cursor, call) => {
      const page = await inner.list(accountId, 'Ecs-Instance', cursor, call);
      const primaries = page.items.filter((arn) => parseArn(arn).region === region);
      const disksOf = (primary: Arn) =>
        allItems((next) => inner.heirs(primary, 'Ecs-Disk', next, call));
      const items = primaries.map(async (primary) => ({
        primary,
        heirs: [...(await disksOf(primary))],
      }));
      return { ...page, items: await Promise.all(items) };
    },
  });
  return {
    ...inner,
    describe: async (arns, call) => {
      const sights = await inner.describe(arns, call);
      const disks = arns.filter((arn) => typeOf(arn) === 'Ecs-Disk');
      const parents = await index.parentsOf(disks, call);
      return new Map(
        [...sights].map(([arn, sight]): [Arn, Sight] => {
          const known = parents.get(arn);
          if (sight.kind !== 'present' || known === undefined) return [arn, sight];
          return [arn, { kind: 'present', resource: { ...sight.resource, parents: known } }];
        }),
      );
    },
    heirs: async (primary, type, cursor, call) => {
      const page = await inner.heirs(primary, type, cursor, call);
      const isAll = cursor === undefined && page.next === undefined;
      if (type === 'Ecs-Disk') index.learn(primary, page.items, isAll);
      return page;
    },
  };
};
