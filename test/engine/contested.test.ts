import { describe, expect, it } from 'vitest';
import { judgeDrift } from '../../src/engine/loop-guard.ts';
import type { Repair } from '../../src/ledger/ledger.ts';
import { fc } from '../properties.ts';
import {
  disk,
  diskRule,
  entry,
  instance,
  look,
  now,
  planOf,
  setting,
  tagged,
  told,
} from './fixtures.ts';

const minutesAgo = (minutes: number, by: string | null = null): Repair => ({
  time: new Date(Date.parse(now) - minutes * 60_000).toISOString(),
  by,
});

const guard = { mostRepairs: 3, windowSeconds: 3600 };
const drift = { actual: 'theirs', by: 'bob', now };

const contest = { since: now, by: 'bob', theirs: 'theirs' };

describe('a tag that somebody else changed', () => {
  it('is repaired, and the repair is remembered with who made it necessary', () => {
    const verdict = judgeDrift(entry('cost', 'ours'), drift, guard);

    expect(verdict).toEqual({ kind: 'repair', repairs: [{ time: now, by: 'bob' }] });
  });

  it('is contested when it was repaired the most often within the window', () => {
    const repairs = [minutesAgo(59), minutesAgo(30), minutesAgo(1)];

    const verdict = judgeDrift(entry('cost', 'ours', { repairs }), drift, guard);

    expect(verdict).toEqual({ kind: 'contested', contest });
  });

  it('is repaired when one of the repairs is as old as the window, which is then forgotten', () => {
    const repairs = [minutesAgo(60), minutesAgo(30), minutesAgo(1)];

    const verdict = judgeDrift(entry('cost', 'ours', { repairs }), drift, guard);

    expect(verdict).toEqual({
      kind: 'repair',
      repairs: [...repairs.slice(1), { time: now, by: 'bob' }],
    });
  });

  it('names who was seen last when this look does not know', () => {
    const repairs = [minutesAgo(3, 'alice'), minutesAgo(2, 'carol'), minutesAgo(1)];

    const verdict = judgeDrift(
      entry('cost', 'ours', { repairs }),
      { ...drift, actual: undefined, by: null },
      guard,
    );

    expect(verdict).toEqual({
      kind: 'contested',
      contest: { since: now, by: 'carol', theirs: null },
    });
  });

  it('is not counted twice when the repair before it may never have arrived', () => {
    const repairs = [minutesAgo(3), minutesAgo(2), minutesAgo(1)];

    const verdict = judgeDrift(entry('cost', 'ours', { repairs, state: 'intended' }), drift, guard);

    expect(verdict).toEqual({ kind: 'repair', repairs });
  });
});

it('never makes more repairs in a window than the most, and gives up no earlier than that', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      (pauses, mostRepairs) => {
        const made: number[] = [];
        let held = entry('cost', 'ours');
        let time = Date.parse(now);
        for (const pause of pauses) {
          time += pause * 1000;
          const inWindow = made.filter((each) => each > time - 3_600_000).length;

          const verdict = judgeDrift(
            held,
            { ...drift, now: new Date(time).toISOString() },
            { mostRepairs, windowSeconds: 3600 },
          );

          expect(verdict.kind).toBe(inWindow < mostRepairs ? 'repair' : 'contested');
          if (verdict.kind === 'contested') return;
          expect(verdict.repairs.length).toBeLessThanOrEqual(mostRepairs);
          made.push(time);
          held = { ...held, repairs: verdict.repairs };
        }
      },
    ),
  );
});

describe('a plan for a contested tag', () => {
  const world = (actual: Record<string, string>, contested = true) => ({
    resource: tagged(disk, actual, [instance]),
    parents: [tagged(instance, { cost: 'ours' })],
    rules: [setting(diskRule)],
    entries: [
      entry(
        'cost',
        'ours',
        contested ? { contest } : { repairs: [1, 2, 3].map((n) => minutesAgo(n)) },
      ),
    ],
  });

  it.each([
    ['changed', { cost: 'theirs' }, 'theirs'],
    ['removed', {}, null],
  ])('gives up a tag that was %s once too often and remembers it', (_, actual, theirs) => {
    const plan = planOf(world(actual, false));

    expect(told(plan)).toEqual(['refuse cost (contested)']);
    expect(plan.steps[0]).toMatchObject({
      closes: false,
      entry: { value: 'ours', contest: { since: look.now, by: null, theirs } },
    });
  });

  it.each([
    ['changed', { cost: 'more' }],
    ['removed', {}],
  ])('leaves it alone however it is %s further', (_, actual) => {
    const { entries, ...rest } = world(actual);

    const plan = planOf({ ...rest, entries });

    expect(told(plan)).toEqual(['refuse cost (contested)']);
    expect(plan.steps[0]).toMatchObject({ entry: entries[0] });
  });

  it('leaves it alone when the primary changes, even where our old value stands', () => {
    const plan = planOf({
      ...world({ cost: 'ours' }),
      parents: [tagged(instance, { cost: 'newer' })],
    });

    expect(told(plan)).toEqual(['refuse cost (contested)']);
  });

  it('keeps it contested when somebody puts it right', () => {
    const plan = planOf(world({ cost: 'ours' }));

    expect(told(plan)).toEqual(['keep cost (in place)']);
    expect(plan.settled).toMatchObject([{ contest }]);
  });

  it('ends it with the entry when no rule wants the tag any more', () => {
    const detached = { ...world({ cost: 'theirs' }), resource: tagged(disk, { cost: 'theirs' }) };

    expect(told(planOf(detached))).toEqual(['close cost (changed by others)']);
  });

  it('hands it over when the policy becomes keep', () => {
    const plan = planOf({
      ...world({ cost: 'theirs' }),
      rules: [setting(diskRule, { conflictPolicy: 'keep' })],
    });

    expect(told(plan)).toEqual(['refuse cost (policy keep)']);
    expect(plan.steps[0]).toMatchObject({ closes: true });
  });

  it('does not touch the other keys of the resource', () => {
    const plan = planOf({
      ...world({ cost: 'theirs' }),
      parents: [tagged(instance, { cost: 'ours', team: 'blue' })],
    });

    expect(told(plan)).toEqual(['refuse cost (contested)', 'set team=blue (inherited)']);
  });
});
