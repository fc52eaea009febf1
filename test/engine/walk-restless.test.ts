import { describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { type Path, readCursor, writeCursor } from '../../src/engine/place.ts';
import { type Chunk, type Lister, type Walk, walkInto, walkOver } from '../../src/engine/walk.ts';
import { cursorExpired, isCursorExpired } from '../../src/model/page.ts';
import { fc } from '../properties.ts';
import { type Random, randomFrom } from '../reliability/random.ts';
import { named } from './fixtures.ts';

const heirOf = (name: string): Arn => named('Ecs-Disk', `d-${name}`);

type Restless = {
  readonly random: Random;
  readonly pageSize: number;
  /** Cursors given out so far that do not count any more. */
  readonly expired: Set<string>;
  /** One listing in so many puts its items on other pages than the one before. */
  readonly movesOneIn?: number;
};

/** A listing whose pages come in another order each time they are read. */
const restless = <T>(items: readonly T[], how: Restless): Lister<T> => {
  const { random, pageSize, expired, movesOneIn } = how;
  let all = items;
  return async (cursor) => {
    if (cursor !== undefined && expired.has(cursor)) throw cursorExpired('this listing');
    if (cursor === undefined && movesOneIn !== undefined && random.isOneIn(movesOneIn)) {
      all = random.shuffled(items);
    }
    const at = Number(cursor?.split(' ')[1] ?? 0);
    const end = at + pageSize;
    const page = random.shuffled(all.slice(at, end));
    return { items: page, next: end < all.length ? `${random.hex(4)} ${end}` : undefined };
  };
};

type Story = {
  readonly open: (path: Path) => Walk;
  /** Chunks that are done before the walk stops and goes on from its cursor. */
  readonly stop: () => number;
  /** Between two steps. */
  readonly meanwhile: (cursor: string) => void;
};

/** Walks in steps, as a job does. @returns what it came to, and what its counts would say */
const walkInSteps = async ({ open, stop, meanwhile }: Story) => {
  const found: Arn[] = [];
  let counted = 0;
  let cursor: string | null = null;
  for (let steps = 0; steps < 500; steps += 1) {
    let left = stop();
    let isOver = true;
    const path: Path = readCursor(cursor);
    for await (const chunk of open(path) satisfies AsyncIterable<Chunk>) {
      found.push(...chunk.arns);
      counted += chunk.arns.length - (chunk.forgotten ?? 0);
      cursor = writeCursor(chunk.path);
      left -= 1;
      isOver = left > 0;
      if (!isOver) break;
    }
    if (isOver) return { found, counted, steps };
    meanwhile(cursor ?? '');
  }
  throw new Error('the walk does not end');
};

const cases = fc.record({
  seed: fc.nat(),
  count: fc.nat({ max: 40 }),
  pageSize: fc.integer({ min: 1, max: 15 }),
  size: fc.integer({ min: 1, max: 5 }),
  isNested: fc.boolean(),
});
type Case = typeof cases extends fc.Arbitrary<infer Value> ? Value : never;

const names = (count: number) =>
  Array.from({ length: count }, (_, n) => String(n).padStart(2, '0'));

/** A walk over a restless listing, or over the two heirs of each item of one. */
const openCase = ({ seed, count, pageSize, size, isNested }: Case, movesOneIn?: number) => {
  const random = randomFrom(seed);
  const expired = new Set<string>();
  const how = { random, pageSize, expired, ...(movesOneIn === undefined ? {} : { movesOneIn }) };
  const items = names(count);
  const heirs = (item: string) => [heirOf(`${item}-a`), heirOf(`${item}-b`)];
  const all = isNested ? items.flatMap(heirs) : items.map(heirOf);
  const list = restless(items, how);
  const flat = restless(all, how);
  const lists = new Map(
    items.map((item) => [item, restless(heirs(item), { ...how, pageSize: 1 })]),
  );
  const open = (path: Path): Walk =>
    isNested
      ? walkInto(list, path, (item, inner) =>
          walkOver(lists.get(item) ?? flat, inner, { size, reach: [] }),
        )
      : walkOver(flat, path, { size, reach: [] });
  return { random, expired, all, open };
};

/** The pages that a cursor stands on. */
const pagesIn = (cursor: string): readonly string[] =>
  readCursor(cursor).flatMap(({ page }) => page ?? []);

describe('a walk through listings in no order', () => {
  it('comes to every resource once, though each page comes in another order when it is read again', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        const { random, all, open } = openCase(each);

        const { found, counted } = await walkInSteps({
          open,
          stop: () => 1 + random.below(4),
          meanwhile: () => {},
        });

        expect(found.toSorted()).toEqual(all.toSorted());
        expect(counted).toBe(all.length);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing out when what is listed is spread over other pages the next time', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        const { random, all, open } = openCase(each, 2);

        const { found } = await walkInSteps({
          open,
          stop: () => 2 + random.below(4),
          meanwhile: () => {},
        });

        expect(new Set(found)).toEqual(new Set(all));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a walk whose cursor expires', () => {
  it('begins that listing again, leaves nothing out, and counts everything once', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (each) => {
        const { random, expired, all, open } = openCase(each);
        let left = 4;

        const { found, counted } = await walkInSteps({
          open,
          stop: () => 1 + random.below(4),
          meanwhile: (cursor) => {
            if (left === 0 || !random.isOneIn(3)) return;
            left -= 1;
            for (const page of pagesIn(cursor)) expired.add(page);
          },
        });

        expect(new Set(found)).toEqual(new Set(all));
        expect(counted).toBe(all.length);
      }),
      { numRuns: 300 },
    );
  });

  it('does not begin it again for ever, in however many steps it walks', async () => {
    const { expired, open } = openCase({
      seed: 1,
      count: 10,
      pageSize: 2,
      size: 1,
      isNested: false,
    });
    const walking = walkInSteps({
      open,
      stop: () => 3,
      meanwhile: (cursor) => {
        for (const page of pagesIn(cursor)) expired.add(page);
      },
    });

    const failure: unknown = await walking.catch((error: unknown) => error);

    expect(isCursorExpired(failure)).toBe(true);
  });

  it('fails with what the first page fails with', async () => {
    const list: Lister<Arn> = () => Promise.reject(cursorExpired('a listing that has no cursor'));

    const walking = walkOver(list, [], { size: 1, reach: [] }).next();

    await expect(walking).rejects.toMatchObject({ code: 'CursorExpired' });
  });
});
