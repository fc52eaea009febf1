import { expect, it } from 'vitest';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import { ruleBetween } from '../../src/clouds/catalogue.ts';
import { desiredTags, type Inputs } from '../../src/engine/desired.ts';
import { explainKeys, type KeyExplanation } from '../../src/engine/explain.ts';
import { allSteps, type PlanInputs, planFor } from '../../src/engine/plan.ts';
import type { Step } from '../../src/engine/step.ts';
import type { RuleSetting } from '../../src/settings/settings.ts';
import { fc } from '../properties.ts';
import { key, keys, possibleParents, topic, world } from './arbitrary-world.ts';
import { setting } from './fixtures.ts';

/** What the engine does with each key. */
/** Verdicts on the parent that is before all others: it wins, or why nothing comes of it. */
const first: readonly string[] = [
  'wins',
  'feature off',
  'policy keep',
  'tag quota',
  'contested',
  'existed before the rule: waits for the primary',
];

const stepsOf = (seen: PlanInputs): ReadonlyMap<string, Step> => {
  if (seen.inputs.settings.feature !== 'Enable') return new Map();
  return new Map(allSteps(planFor(seen)).map((step) => [step.key, step]));
};

/** True when the engine takes this parent's tag where no other parent stands in the way. */
const gives = (parent: Arn, name: string, { resource, parents, settings }: Inputs): boolean =>
  desiredTags({ resource: { ...resource, parents: [parent] }, parents, settings }).winners.has(
    name,
  );

const changing = ['set', 'remove', 'close'];

const expectAgreement = (explained: KeyExplanation, step: Step | undefined, inputs: Inputs) => {
  const { why, pending, parents } = explained;
  expect(why === 'event not seen').toBe(step !== undefined && changing.includes(step.action));
  expect(pending?.action).toBe(why === 'event not seen' ? step?.action : undefined);
  expect(pending?.reason).toBe(why === 'event not seen' ? step?.reason : undefined);
  if (step?.action === 'refuse' || step?.action === 'keep') expect(why).toBe(step.reason);
  if (step === undefined) {
    expect(['in place', 'own value', 'policy keep', 'tag quota', 'contested']).not.toContain(why);
  }
  const winner = desiredTags(inputs).winners.get(explained.key);
  const giving = inputs.resource.parents.filter((parent) => gives(parent, explained.key, inputs));
  const offering = [...first, 'farther than the winner', 'larger name than the winner'];
  const offers = parents.filter(({ verdict }) => offering.includes(verdict));
  expect(offers.map(({ primary }) => primary).toSorted()).toEqual(giving.toSorted());
  const before = offers.find(({ verdict }) => first.includes(verdict));
  expect(before?.primary).toBe(winner?.primary.arn);
  if (before !== undefined) expect(before.verdict).toBe(first.includes(why) ? why : 'wins');
};

it('says of every key what the engine does with it, and of every parent whether it counts', () => {
  fc.assert(
    fc.property(world, (seen) => {
      const steps = stepsOf(seen);

      for (const explained of explainKeys(seen, keys)) {
        expectAgreement(explained, steps.get(explained.key), seen.inputs);
      }
    }),
    { numRuns: 3000 },
  );
});

it('leaves out no key that the engine does anything with', () => {
  fc.assert(
    fc.property(world, (seen) => {
      const listed = explainKeys(seen).map((explained) => explained.key);

      expect(listed).toEqual(expect.arrayContaining([...stepsOf(seen).keys()]));
    }),
    { numRuns: 500 },
  );
});

/** The world in which what keeps one parent's tag from flowing is put right. */
const remedied = (seen: PlanInputs, primary: Arn, name: string): PlanInputs | undefined => {
  const { inputs } = seen;
  const view = explainKeys(seen, [name])[0]?.parents.find((each) => each.primary === primary);
  const rule = ruleBetween(parseArn(primary).type, 'Vpc-Eip');
  const withRule = (changes: Partial<RuleSetting>): PlanInputs | undefined => {
    if (rule === undefined) return undefined;
    const before = inputs.settings.rules.get(rule.settingName) ?? setting(rule.settingName);
    const after = { ...before, ...changes };
    const all = new Map([...inputs.settings.rules, [rule.settingName, after]]);
    return { ...seen, inputs: { ...inputs, settings: { ...inputs.settings, rules: all } } };
  };
  switch (view?.verdict) {
    case 'no such tag':
    case 'parent gone': {
      const own = inputs.parents.get(primary)?.tags ?? new Map();
      const parent = { arn: primary, tags: new Map([...own, [name, '1']]), parents: [] };
      const parents = new Map([...inputs.parents, [primary, parent]]);
      return { ...seen, inputs: { ...inputs, parents } };
    }
    case 'rule off':
    case 'rule never set':
      return withRule({ status: 'Enable' });
    case 'out of scope':
      return withRule({ tagKeys: [] });
    case 'excluded':
      return withRule({ excludedKeys: [] });
    default:
      return undefined;
  }
};

it('names what keeps a parent from giving: put right, the engine takes its tag', () => {
  fc.assert(
    fc.property(world, key, fc.constantFrom(...possibleParents), (seen, name, primary) => {
      fc.pre(seen.inputs.resource.parents.includes(primary));
      let now = seen;
      for (let tried = 0; tried < possibleParents.length; tried += 1) {
        now = remedied(now, primary, name) ?? now;
      }

      const last = explainKeys(now, [name])[0]?.parents.find((each) => each.primary === primary);
      const isTaken = gives(primary, name, now.inputs);

      const isHopeless = ['reserved key', 'address', 'no rule'].includes(last?.verdict ?? '');
      expect(isTaken).toBe(!isHopeless);
      expect(isHopeless).toBe(
        primary === topic || name === 'acs:own' || last?.value === 'https://a',
      );
    }),
    { numRuns: 2000 },
  );
});
