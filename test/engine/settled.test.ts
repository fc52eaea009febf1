import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { decide } from '../../src/engine/decide.ts';
import { desiredTags } from '../../src/engine/desired.ts';
import { changesLedger, confirmedContent } from '../../src/engine/ledger-content.ts';
import {
  allSteps,
  callsCloud,
  type Plan,
  type PlanInputs,
  planFor,
} from '../../src/engine/plan.ts';
import { fc } from '../properties.ts';
import { key, world } from './arbitrary-world.ts';
import {
  disk,
  diskRule,
  eipRule,
  entry,
  instance,
  look,
  named,
  planOf,
  refusal,
  setting,
  tagged,
  told,
} from './fixtures.ts';

/** A world whose ledger remembers refusals, too; some of them are made again. */
const remembering: fc.Arbitrary<PlanInputs> = fc
  .tuple(world, fc.boolean(), fc.uniqueArray(key, { maxLength: 2 }))
  .map(([seen, isTold, others]) => {
    const told = isTold ? confirmedContent(planFor(seen), seen.record, look).refusals : [];
    const refusals = new Map([...others.map((name) => [name, refusal(name)] as const), ...told]);
    return { ...seen, record: { ...seen.record, refusals } };
  });

it('settles only keys about which the ledger has nothing to learn', () => {
  fc.assert(
    fc.property(remembering, (seen) => {
      const plan = planFor(seen);
      const unsettled: Plan = { steps: allSteps(plan), settled: [], own: [] };

      expect(confirmedContent(plan, seen.record, look)).toEqual(
        confirmedContent(unsettled, seen.record, look),
      );
      expect(plan.steps.filter(({ reason }) => reason === 'own value')).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

it('writes the ledger without calling the cloud exactly when it must say something else', () => {
  fc.assert(
    fc.property(remembering, (seen) => {
      const plan = planFor(seen);
      fc.pre(!callsCloud(plan));
      const { entries, refusals } = seen.record;
      const isSame = isDeepStrictEqual(confirmedContent(plan, seen.record, look), {
        entries,
        refusals,
      });

      expect(changesLedger(plan, seen.record, look)).toBe(!isSame);
    }),
    { numRuns: 3000 },
  );
});

it('plans for each key what the decision table says of that key alone', () => {
  fc.assert(
    fc.property(remembering, (seen) => {
      const { record, inputs } = seen;
      const { resource, settings } = inputs;
      const { winners, associations } = desiredTags(inputs);

      const byTable = [...new Set([...winners.keys(), ...record.entries.keys()])].sort().flatMap(
        (name) =>
          decide({
            key: name,
            actual: resource.tags.get(name),
            entry: record.entries.get(name),
            winner: winners.get(name),
            isRefused: record.refusals.get(name)?.rule === winners.get(name)?.rule.settingName,
            associations,
            settings,
            look,
          }) ?? [],
      );

      expect(allSteps(planFor({ ...seen, maxTags: 100 }))).toEqual(byTable);
    }),
    { numRuns: 3000 },
  );
});

it.each([
  { value: 'beijing' },
  { rule: eipRule } as const,
  { primary: named('Ecs-Instance', 'i-2') },
  { generation: 0 },
  { state: 'intended' } as const,
])('does not settle a right tag whose entry says something else: %o', (changes) => {
  const plan = planOf({
    resource: tagged(disk, { cost: 'shanghai' }, [instance]),
    parents: [tagged(instance, { cost: 'shanghai' })],
    rules: [setting(diskRule), setting(eipRule)],
    entries: [entry('cost', 'shanghai', changes)],
  });

  expect(plan.settled).toEqual([]);
  expect(plan.steps).toMatchObject([{ action: 'keep', entry: entry('cost', 'shanghai') }]);
});

it('leaves no step to a resource on which every tag is right, ours or not', () => {
  const plan = planOf({
    resource: tagged(disk, { cost: 'shanghai', team: 'red' }, [instance]),
    parents: [tagged(instance, { team: 'red', cost: 'shanghai' })],
    rules: [setting(diskRule)],
    entries: [entry('cost', 'shanghai')],
  });

  expect(plan.steps).toEqual([]);
  expect(told(plan)).toEqual(['keep cost (in place)', 'keep team (own value)']);
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
