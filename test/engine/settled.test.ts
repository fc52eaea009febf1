import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { desiredTags } from '../../src/engine/desired.ts';
import type { Explainable } from '../../src/engine/explain.ts';
import {
  allSteps,
  callsCloud,
  changesLedger,
  intendedContent,
  type Plan,
  planFor,
} from '../../src/engine/plan.ts';
import { key, world } from './arbitrary-world.ts';
import {
  disk,
  diskRule,
  entry,
  instance,
  look,
  planOf,
  refusal,
  setting,
  tagged,
} from './fixtures.ts';

const planned = ({ record, inputs, maxTags }: Explainable): Plan => {
  const { resource, settings } = inputs;
  return planFor({ resource, record, settings, desired: desiredTags(inputs), maxTags, look });
};

/** A world whose ledger remembers refusals, too; some of them are made again. */
const remembering: fc.Arbitrary<Explainable> = fc
  .tuple(world, fc.boolean(), fc.uniqueArray(key, { maxLength: 2 }))
  .map(([seen, isTold, others]) => {
    const told = isTold ? intendedContent(planned(seen), seen.record, look).refusals : [];
    const refusals = new Map([...others.map((name) => [name, refusal(name)] as const), ...told]);
    return { ...seen, record: { ...seen.record, refusals } };
  });

it('settles only keys about which the ledger has nothing to learn', () => {
  fc.assert(
    fc.property(remembering, (seen) => {
      const plan = planned(seen);
      const unsettled: Plan = { steps: allSteps(plan), settled: [] };

      expect(intendedContent(plan, seen.record, look)).toEqual(
        intendedContent(unsettled, seen.record, look),
      );
      expect(plan.steps.filter(({ reason }) => reason === 'own value')).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

it('writes the ledger without calling the cloud exactly when it must say something else', () => {
  fc.assert(
    fc.property(remembering, (seen) => {
      const plan = planned(seen);
      fc.pre(!callsCloud(plan));
      const { entries, refusals } = seen.record;
      const isSame = isDeepStrictEqual(intendedContent(plan, seen.record, look), {
        entries,
        refusals,
      });

      expect(changesLedger(plan, seen.record, look)).toBe(!isSame);
    }),
    { numRuns: 3000 },
  );
});

it('leaves no step to a resource on which every tag is right, ours or not', () => {
  const plan = planOf({
    resource: tagged(disk, { cost: 'shanghai', team: 'red' }, [instance]),
    parents: [tagged(instance, { team: 'red', cost: 'shanghai' })],
    rules: [setting(diskRule)],
    entries: [entry('cost', 'shanghai')],
  });

  expect(plan.steps).toEqual([]);
  expect(plan.settled.map((step) => `${step.key}: ${step.reason}`).toSorted()).toEqual([
    'cost: in place',
    'team: own value',
  ]);
});

it('reads the keys of a rule setting once, however many resources are planned under it', () => {
  let reads = 0;
  const rule = setting(diskRule);
  const counted = {
    ...rule,
    get excludedKeys() {
      reads += 1;
      return ['tmp-*'];
    },
  };

  for (const cost of ['1', '2', '3']) {
    const parents = [tagged(instance, { cost, 'tmp-1': 'x' })];
    planOf({ resource: tagged(disk, {}, [instance]), parents, rules: [counted] });
  }

  expect(reads).toBe(1);
});
