import { describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { type Path, readCursor, writeCursor } from '../../src/engine/place.ts';
import { type Chunk, type Lister, type Walk, walkInto, walkOver } from '../../src/engine/walk.ts';
import { InvalidInputError } from '../../src/model/errors.ts';
import { fc } from '../properties.ts';
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

  it('reads the page again whose place has gone, where a cursor of before does not tell what was done', async () => {
    const arns = [0, 1, 2, 3, 4].map((heir) => arnOf(0, 0, heir));
    const [, , gone] = arns;
    const rest = arns.filter((arn) => arn !== gone);
    const found: Arn[] = [];

    const path = readCursor(JSON.stringify([[null, gone, true]]));
    for await (const chunk of walkOver(paged(rest, 10), path, usual)) found.push(...chunk.arns);

    expect(found).toEqual(rest);
  });

  it.each(['', 'nonsense', '{}', '[["a"]]', '[1]'])('refuses the cursor %j', (cursor) => {
    expect(() => readCursor(cursor)).toThrow(InvalidInputError);
  });
});

/** A listing of what there is at the time, each page from where the one before ended. */
const living =
  (there: readonly number[], pageSize: number): Lister<`${number}`> =>
  async (cursor) => {
    const rest = there.filter((each) => each > Number(cursor ?? '-1'));
    const items = rest.slice(0, pageSize);
    const next = rest.length > pageSize ? String(items.at(-1)) : undefined;
    return { items: items.map((each): `${number}` => `${each}`), next };
  };

const heirOf = (name: string): Arn => named('Ecs-Disk', `d-${name}`);

/** What is left after some time, and what has come; sorted, as the listing is. */
type Churn = (there: readonly number[], last: number | undefined) => readonly number[];

/**
 * Walks so many resources a step, as a job does; between two steps the world changes.
 * @param isNested each item has one heir, or is one
 */
const walkUnderChurn = async (
  { first, pageSize, size }: { first: readonly number[]; pageSize: number; size: number },
  churn: Churn,
  isNested: boolean,
): Promise<{ readonly found: readonly Arn[]; readonly steps: number; readonly stayed: Arn[] }> => {
  const stayed = new Set(first);
  const found: Arn[] = [];
  let there = first;
  let cursor: string | null = null;
  for (let steps = 1; ; steps += 1) {
    const list = living(there, pageSize);
    const heirs: Lister<Arn> = async (at) => {
      const { items, next } = await list(at);
      return { items: items.map(heirOf), next };
    };
    const path: Path = readCursor(cursor);
    const walk = isNested
      ? walkInto(list, path, (item, inner) =>
          walkOver(async () => ({ items: [heirOf(item)], next: undefined }), inner, usual),
        )
      : walkOver(heirs, path, { size, reach: [] });
    let isOver = true;
    let done = 0;
    for await (const chunk of walk) {
      cursor = writeCursor(chunk.path);
      found.push(...chunk.arns);
      done += chunk.arns.length;
      isOver = done < size;
      if (!isOver) break;
    }
    if (isOver || steps > 500) return { found, steps, stayed: [...stayed].map(String).map(heirOf) };
    const place = readCursor(cursor)[0]?.item.split('-').at(-1);
    there = churn(there, place === undefined ? undefined : Number(place));
    for (const each of stayed) if (!there.includes(each)) stayed.delete(each);
  }
};

describe('a walk through what changes', () => {
  it.each([false, true])(
    'ends, though its place goes away at each step and another comes (into each item: %s)',
    async (isNested) => {
      const first = Array.from({ length: 60 }, (_, index) => index);
      const churn: Churn = (there, last) => [
        ...there.filter((each) => each !== last),
        Math.max(...there) + 1,
      ];

      const { found, steps, stayed } = await walkUnderChurn(
        { first, pageSize: 100, size: 5 },
        churn,
        isNested,
      );

      expect(found).toEqual(expect.arrayContaining(stayed));
      expect(new Set(found).size).toBe(found.length);
      expect(steps).toBeLessThan(20);
    },
  );

  it('leaves nothing out that stayed, whatever goes and comes between two steps', async () => {
    const step = fc.record({
      isPlaceGone: fc.boolean(),
      gone: fc.array(fc.nat({ max: 400 }), { maxLength: 8 }),
      come: fc.array(fc.nat({ max: 400 }), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat({ max: 400 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(step, { maxLength: 40 }),
        fc.boolean(),
        async (names, pageSize, size, changes, isNested) => {
          let at = 0;
          const churn: Churn = (there, last) => {
            const change = changes[at];
            at += 1;
            if (change === undefined) return there;
            const gone = new Set([...change.gone, ...(change.isPlaceGone ? [last] : [])]);
            const stay = there.filter((each) => !gone.has(each));
            return [...new Set([...stay, ...change.come])].toSorted((a, b) => a - b);
          };
          const first = names.toSorted((a, b) => a - b);

          const { found, steps, stayed } = await walkUnderChurn(
            { first, pageSize, size },
            churn,
            isNested,
          );

          expect(found).toEqual(expect.arrayContaining(stayed));
          expect(steps).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });
});
