import { describe, expect, it } from 'vitest';
import type { Resource } from '../../src/clouds/provider.ts';
import type { Inputs } from '../../src/engine/desired.ts';
import { explainKeys } from '../../src/engine/explain.ts';
import type { PlanInputs } from '../../src/engine/plan.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import type { RuleSetting } from '../../src/settings/settings.ts';
import {
  cluster,
  clusterEipRule,
  disk,
  diskRule,
  eip,
  eipRule,
  entry,
  instance,
  look,
  named,
  now,
  recordOf,
  refusal,
  setting,
  settingsOf,
  tagged,
} from './fixtures.ts';

type World = {
  readonly resource?: Resource;
  readonly parents?: readonly Resource[];
  readonly rules?: readonly RuleSetting[];
  readonly entries?: readonly LedgerEntry[];
  readonly maxTags?: number;
  readonly feature?: 'Enable' | 'Disable';
  readonly reach?: PlanInputs['look']['reach'];
};

const shanghai = tagged(instance, { cost: 'shanghai' });

const explainable = ({
  resource = tagged(disk, {}, [instance]),
  parents = [shanghai],
  rules = [setting(diskRule)],
  entries = [],
  maxTags = 20,
  feature = 'Enable',
  reach = 'all',
}: World): PlanInputs => {
  const inputs: Inputs = {
    resource,
    parents: new Map(parents.map((parent) => [parent.arn, parent])),
    settings: { ...settingsOf(...rules), feature },
  };
  const record = recordOf(resource.arn, ...entries);
  return { record, inputs, maxTags, look: { ...look, reach } };
};

const explain = (world: World, key = 'cost') => {
  const [explained] = explainKeys(explainable(world), [key]);
  if (explained === undefined) throw new Error('nothing was explained');
  return explained;
};

describe('a tag that is there', () => {
  it('is in place, from the parent that wins', () => {
    const explained = explain({
      resource: tagged(disk, { cost: 'shanghai' }, [instance]),
      entries: [entry('cost', 'shanghai')],
    });

    expect(explained).toEqual({
      key: 'cost',
      value: 'shanghai',
      origin: 'inherited',
      why: 'in place',
      pending: null,
      contest: null,
      parents: [{ primary: instance, rule: diskRule, value: 'shanghai', verdict: 'wins' }],
    });
  });

  it('names the parents that lost, and why', () => {
    const second = named('Ecs-Instance', 'i-2');
    const explained = explain({
      resource: tagged(eip, { cost: '1' }, [cluster, second, instance]),
      parents: [
        tagged(cluster, { cost: '3' }),
        tagged(second, { cost: '2' }),
        tagged(instance, { cost: '1' }),
      ],
      rules: [setting(eipRule), setting(clusterEipRule)],
      entries: [entry('cost', '1', { rule: eipRule })],
    });

    expect(explained.parents.map(({ primary, verdict }) => [primary, verdict])).toEqual([
      [instance, 'wins'],
      [cluster, 'farther than the winner'],
      [second, 'larger name than the winner'],
    ]);
  });

  it.each([
    ['wins', { entries: [entry('cost', 'hangzhou')] }],
    ['feature off', { feature: 'Disable' }],
    ['policy keep', { rules: [setting(diskRule, { conflictPolicy: 'keep' })] }],
    ['existed before the rule: waits for the primary', { reach: [] }],
  ] as const)('says of the first parent "%s", by what comes of its value', (verdict, world) => {
    const explained = explain({ ...world, resource: tagged(disk, { cost: 'mine' }, [instance]) });

    expect(explained.parents).toMatchObject([{ primary: instance, verdict }]);
  });

  it('is explained with every key of its parents, in scope or not, unless one is named', () => {
    const seen = explainable({
      parents: [tagged(instance, { cost: 'shanghai', team: 'blue' })],
      rules: [setting(diskRule, { tagKeys: ['cost'] })],
    });

    const explained = explainKeys(seen);

    expect(explained.map(({ key, why }) => [key, why])).toEqual([
      ['cost', 'event not seen'],
      ['team', 'out of scope'],
    ]);
  });

  it.each([
    ['somebody wrote the very value', { cost: 'shanghai' }, {}, 'own value'],
    [
      'the policy keeps it',
      { cost: 'mine' },
      { rules: [setting(diskRule, { conflictPolicy: 'keep' })] },
      'policy keep',
    ],
    ['the feature is off', { cost: 'mine' }, { feature: 'Disable' }, 'feature off'],
    ['its event was not seen', { cost: 'mine' }, {}, 'event not seen'],
    [
      'it existed before the rule',
      { cost: 'mine' },
      { reach: [] },
      'existed before the rule: waits for the primary',
    ],
    ['no parent has it', { own: 'x' }, {}, 'no such tag'],
  ] as const)("is somebody's own because %s", (_, tags, world, why) => {
    const key = Object.keys(tags)[0];

    const explained = explain({ ...world, resource: tagged(disk, tags, [instance]) }, key);

    expect(explained).toMatchObject({ origin: 'own', why });
  });

  it.each([
    ['rule off', [setting(diskRule, { status: 'Disable' })]],
    ['rule never set', []],
  ] as const)('stays although: %s', (why, rules) => {
    const explained = explain({
      resource: tagged(disk, { cost: 'shanghai' }, [instance]),
      entries: [entry('cost', 'shanghai')],
      rules,
    });

    expect(explained).toMatchObject({ origin: 'inherited', why, pending: null });
  });

  it('will go when the next look finds that its association ended', () => {
    const explained = explain({
      resource: tagged(disk, { cost: 'shanghai' }),
      entries: [entry('cost', 'shanghai')],
    });

    expect(explained).toMatchObject({
      why: 'event not seen',
      pending: { action: 'remove', reason: 'association ended', value: null },
    });
  });
});

describe('a tag that is not there', () => {
  it.each<[string, World]>([
    ['feature off', { feature: 'Disable' }],
    ['rule off', { rules: [setting(diskRule, { status: 'Disable' })] }],
    ['rule never set', { rules: [] }],
    ['out of scope', { rules: [setting(diskRule, { tagKeys: ['team'] })] }],
    ['excluded', { rules: [setting(diskRule, { excludedKeys: ['co*'] })] }],
    ['no association', { resource: tagged(disk, {}) }],
    ['no such tag', { parents: [tagged(instance, { team: 'blue' })] }],
    ['parent gone', { parents: [] }],
    [
      'no rule',
      { resource: tagged(disk, {}, [cluster]), parents: [tagged(cluster, { cost: '1' })] },
    ],
    ['address', { parents: [tagged(instance, { cost: 'https://a' })] }],
    ['tag quota', { maxTags: 0 }],
    ['event not seen', {}],
  ])('is explained: %s', (why, world) => {
    expect(explain(world)).toMatchObject({ value: null, origin: 'absent', why });
  });

  it('is explained: reserved key', () => {
    const parents = [tagged(instance, { 'acs:x': '1' })];

    expect(explain({ parents }, 'acs:x')).toMatchObject({ why: 'reserved key' });
  });

  it('is explained: withheld key', () => {
    const parents = [tagged(instance, { 'kubernetes.io/cluster/c1': 'owned' })];

    expect(explain({ parents }, 'kubernetes.io/cluster/c1')).toMatchObject({
      why: 'withheld key',
      parents: [{ value: 'owned', verdict: 'withheld key' }],
    });
  });

  it('is explained: contested, and by whom', () => {
    const contest = { since: now, by: 'bob', theirs: null };

    const explained = explain({ entries: [entry('cost', 'shanghai', { contest })] });

    expect(explained).toMatchObject({ why: 'contested', contest, pending: null });
  });
});

it('explains every key that is there, wanted, refused or in the ledger, in order', () => {
  const world = explainable({
    resource: tagged(disk, { own: 'x' }, [instance]),
    entries: [entry('old', '1')],
  });
  const record = { ...world.record, refusals: new Map([['full', refusal('full')]]) };

  const keys = explainKeys({ ...world, record }).map(({ key }) => key);

  expect(keys).toEqual(['cost', 'full', 'old', 'own']);
});
