import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Chunk,
  type Lister,
  readCursor,
  type Walk,
  walkInto,
  walkOver,
  writeCursor,
} from '../../src/engine/walk.ts';
import type { Arn } from '../../src/model/arn.ts';
import { InvalidInputError } from '../../src/model/errors.ts';
import { named } from './fixtures.ts';

const usual = { size: 5, reach: [] } as const;

/** A listing of pages of this size; empty pages may stand between them. */
const paged =
  <T>(items: readonly T[], size: number): Lister<T> =>
  async (cursor) => {
    const [at = 0, isGap = 0] = (cursor ?? '0 0').split(' ').map(Number);
    if (isGap === 1) return { items: [], next: `${at} 0` };
    const next = at + size;
    return {
      items: items.slice(at, next),
      next: next < items.length ? `${next} ${next % 2}` : undefined,
    };
  };

/** Primaries, and how many heirs each has. */
type Tree = readonly (readonly number[])[];

const arnOf = (group: number, primary: number, heir: number): Arn =>
  named('Ecs-Disk', `d-${group}-${primary}-${String(heir).padStart(3, '0')}`);

/** The heirs of a primary in an order that is not that of their names. */
const heirsOf = (group: number, primary: number, count: number): readonly Arn[] =>
  Array.from({ length: count }, (_, heir) => arnOf(group, primary, (heir * 7 + 3) % 11));

/** A walk over groups of primaries of heirs, in pages of `pageSize`. */
const walkTree = (tree: Tree, pageSize: number, path: Chunk['path'], size: number): Walk => {
  const groups = tree.map((_, index) => `g-${index}`);
  return walkInto(paged(groups, pageSize), path, (group, inGroup) => {
    const heirs = tree[Number(group.slice(2))] ?? [];
    const primaries = heirs.map((_, index) => `p-${index}`);
    return walkInto(paged(primaries, pageSize), inGroup, (primary, inPrimary) => {
      const at = Number(primary.slice(2));
      const arns = heirsOf(Number(group.slice(2)), at, heirs[at] ?? 0);
      return walkOver(paged(arns, pageSize), inPrimary, { size, reach: [] });
    });
  });
};

const allOf = (tree: Tree): readonly Arn[] =>
  tree.flatMap((primaries, group) =>
    primaries.flatMap((count, primary) => heirsOf(group, primary, count)),
  );

describe('a walk', () => {
  it('comes to every resource once, however often it stops and goes on from its cursor', async () => {
    const trees = fc.array(fc.array(fc.nat({ max: 7 }), { maxLength: 5 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        trees,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
        async (tree, pageSize, size, stops) => {
          const found: Arn[] = [];
          let cursor: string | null = null;
          for (let run = 0, isOver = false; !isOver; run += 1) {
            isOver = true;
            let chunks = 0;
            for await (const chunk of walkTree(tree, pageSize, readCursor(cursor), size)) {
              expect(chunk.arns.length).toBeLessThanOrEqual(size);
              found.push(...chunk.arns);
              const before: string | null = cursor;
              cursor = writeCursor(chunk.path);
              chunks += 1;
              // A walk that goes on from its last place may tell it once more.
              if (chunks > (stops[run % stops.length] ?? 1) && cursor !== before) {
                isOver = false;
                break;
              }
            }
            expect(run).toBeLessThan(500);
          }
          expect(found).toEqual(allOf(tree));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('comes once to an item that ends one page and begins the next', async () => {
    const pages: Lister<string> = async (cursor) =>
      cursor === undefined
        ? { items: ['a', 'b'], next: '2' }
        : { items: ['b', 'c'], next: undefined };
    const seen: string[] = [];

    for await (const _ of walkInto(pages, [], (item) => {
      seen.push(item);
      return walkOver(async () => ({ items: [], next: undefined }), [], usual);
    })) {
      // Walking is all.
    }

    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('reads the page again whose place has gone, for no order tells what was done', async () => {
    const arns = [0, 1, 2, 3, 4].map((heir) => arnOf(0, 0, heir));
    const [, , gone] = arns;
    const rest = arns.filter((arn) => arn !== gone);
    const found: Arn[] = [];

    const path = [{ page: null, item: gone ?? '', isDone: true }];
    for await (const chunk of walkOver(paged(rest, 10), path, usual)) found.push(...chunk.arns);

    expect(found).toEqual(rest);
  });

  it.each(['', 'nonsense', '{}', '[["a"]]', '[1]'])('refuses the cursor %j', (cursor) => {
    expect(() => readCursor(cursor)).toThrow(InvalidInputError);
  });
});
