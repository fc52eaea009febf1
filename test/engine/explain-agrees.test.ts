import fc from 'fast-check';
import { expect, it } from 'vitest';
import { desiredTags, type Inputs } from '../../src/engine/desired.ts';
import { type Explainable, explainKeys, type KeyExplanation } from '../../src/engine/explain.ts';
import { planFor } from '../../src/engine/plan.ts';
import type { Step } from '../../src/engine/step.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import { type Arn, parseArn } from '../../src/model/arn.ts';
import { ruleBetween } from '../../src/rules/catalogue.ts';
import type { RuleSetting } from '../../src/settings/settings.ts';
import {
  cluster,
  clusterEipRule,
  diskRule,
  earlier,
  eip,
  eipRule,
  entry,
  instance,
  look,
  named,
  nlb,
  nlbRule,
  recordOf,
  setting,
  settingsOf,
  tagged,
} from './fixtures.ts';

const second = named('Ecs-Instance', 'i-2');
const topic = named('Kafka-Topic', 't-1');
/** A topic gives nothing to an EIP; it stands for what the engine must pass over. */
const possibleParents = [instance, second, cluster, nlb, topic] as const;
const rules = [eipRule, clusterEipRule, nlbRule] as const;

const keys = ['cost', 'team', 'tmp-1', 'acs:own', '__proto__'] as const;
const key = fc.constantFrom(...keys);
const value = fc.constantFrom('1', '2', 'https://a');
const tags = fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 5 });

const ruleSetting = (settingName: (typeof rules)[number]): fc.Arbitrary<RuleSetting> =>
  fc
    .record({
      status: fc.constantFrom('Enable' as const, 'Enable' as const, 'Disable' as const),
      tagKeys: fc.oneof(fc.constant([]), fc.uniqueArray(key, { maxLength: 3 })),
      excludedKeys: fc.oneof(fc.constant([]), fc.constantFrom(['tmp-*'], ['cost'])),
      conflictPolicy: fc.constantFrom('overwrite' as const, 'keep' as const),
      restoreDisplaced: fc.boolean(),
      generation: fc.constantFrom(1, 2),
    })
    .map((changes) => setting(settingName, changes));

const ledgerEntry: fc.Arbitrary<LedgerEntry> = fc
  .record({
    name: key,
    written: value,
    changes: fc.record({
      rule: fc.constantFrom(...rules, diskRule),
      primary: fc.constantFrom(...possibleParents),
      displaced: fc.constantFrom(null, 'theirs'),
      state: fc.constantFrom('confirmed' as const, 'intended' as const),
      repairs: fc.constantFrom(
        [],
        [1, 2, 3].map(() => ({ time: look.now, by: null })),
      ),
      contest: fc.constantFrom(null, null, { since: earlier, by: 'bob', theirs: null }),
    }),
  })
  .map(({ name, written, changes }) => entry(name, written, changes));

const world: fc.Arbitrary<Explainable> = fc
  .record({
    own: tags,
    attached: fc.subarray([...possibleParents]),
    existing: fc.subarray([...possibleParents]),
    parentTags: fc.tuple(tags, tags, tags, tags, tags),
    settings: fc.tuple(...rules.map((rule) => fc.option(ruleSetting(rule)))),
    feature: fc.constantFrom('Enable' as const, 'Enable' as const, 'Disable' as const),
    entries: fc.uniqueArray(ledgerEntry, { selector: (each) => each.key, maxLength: 4 }),
    maxTags: fc.constantFrom(0, 2, 20),
  })
  .map(({ own, attached, existing, parentTags, settings, feature, entries, maxTags }) => {
    const parents = possibleParents.map((arn, at) => ({
      ...tagged(arn, {}),
      tags: new Map(parentTags[at]),
    }));
    const inputs: Inputs = {
      resource: { arn: eip, tags: new Map(own), parents: attached },
      parents: new Map(
        parents
          .filter(({ arn }) => attached.includes(arn) && existing.includes(arn))
          .map((parent) => [parent.arn, parent]),
      ),
      settings: { ...settingsOf(...settings.filter((each) => each !== null)), feature },
    };
    return { record: recordOf(eip, ...entries), inputs, maxTags, look };
  });

/** What the engine does with each key. */
const stepsOf = ({ record, inputs, maxTags }: Explainable): ReadonlyMap<string, Step> => {
  const { resource, settings } = inputs;
  if (settings.feature !== 'Enable') return new Map();
  const desired = desiredTags(inputs);
  const { steps } = planFor({ resource, record, settings, desired, maxTags, look });
  return new Map(steps.map((step) => [step.key, step]));
};

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
  const offering = ['wins', 'farther than the winner', 'larger name than the winner'];
  const offers = parents.filter(({ verdict }) => offering.includes(verdict));
  expect(offers.map(({ primary }) => primary).toSorted()).toEqual(
    [winner, ...(winner?.losers ?? [])]
      .flatMap((offer) => (offer === undefined ? [] : [offer.primary.arn]))
      .toSorted(),
  );
  expect(offers.find(({ verdict }) => verdict === 'wins')?.primary).toBe(winner?.primary.arn);
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
const remedied = (seen: Explainable, primary: Arn, name: string): Explainable | undefined => {
  const { inputs } = seen;
  const view = explainKeys(seen, [name])[0]?.parents.find((each) => each.primary === primary);
  const rule = ruleBetween(parseArn(primary).type, 'Vpc-Eip');
  const withRule = (changes: Partial<RuleSetting>): Explainable | undefined => {
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
      const winner = desiredTags(now.inputs).winners.get(name);
      const isTaken = [winner, ...(winner?.losers ?? [])].some(
        (offer) => offer?.primary.arn === primary,
      );

      const isHopeless = ['reserved key', 'address', 'no rule'].includes(last?.verdict ?? '');
      expect(isTaken).toBe(!isHopeless);
      expect(isHopeless).toBe(
        primary === topic || name === 'acs:own' || last?.value === 'https://a',
      );
    }),
    { numRuns: 2000 },
  );
});
