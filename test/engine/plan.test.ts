import { describe, expect, it } from 'vitest';
import { changesLedger } from '../../src/engine/ledger-content.ts';
import { callsCloud, planFor } from '../../src/engine/plan.ts';
import type { RuleSetting } from '../../src/settings/settings.ts';
import {
  cluster,
  clusterEipRule,
  disk,
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
  planOf,
  recordOf,
  setting,
  settingsOf,
  snapshotRule,
  tagged,
  told,
  type World,
} from './fixtures.ts';

const attached = [instance];
const shanghai = [tagged(instance, { cost: 'shanghai' })];

describe('a key that other software reads as evidence', () => {
  const key = 'kubernetes.io/cluster/c1';
  const owned = [tagged(instance, { [key]: 'owned', cost: 'shanghai' })];
  const plan = (choice: Partial<RuleSetting>, world: Partial<World> = {}) =>
    told(
      planOf({
        parents: owned,
        rules: [setting(diskRule, choice)],
        resource: tagged(disk, {}, attached),
        ...world,
      }),
    );

  it('is not inherited', () => {
    expect(plan({})).toEqual(['set cost=shanghai (inherited)']);
  });

  it('is not inherited when the rule names it', () => {
    expect(plan({ tagKeys: [key] })).toEqual([]);
  });

  it('is inherited when the rule lets it through', () => {
    expect(plan({ letThroughKeys: [key], tagKeys: [key] })).toEqual([
      `set ${key}=owned (inherited)`,
    ]);
    expect(plan({ letThroughKeys: [key] })).toContain(`set ${key}=owned (inherited)`);
  });

  it('is inherited only if it is in scope', () => {
    expect(plan({ letThroughKeys: [key], excludedKeys: [key] })).toEqual([
      'set cost=shanghai (inherited)',
    ]);
  });

  it('stays where it was inherited before it was withheld, and is forgotten', () => {
    const inherited = {
      resource: tagged(disk, { [key]: 'owned' }, attached),
      entries: [entry(key, 'owned')],
    };

    expect(plan({ tagKeys: [key] }, inherited)).toEqual([`close ${key} (withheld key)`]);
  });
});

describe('a key that the look does not reach', () => {
  const waits = 'existed before the rule: waits for the primary';
  const plan = (world: Omit<World, 'parents' | 'rules'>) =>
    planOf({ parents: shanghai, rules: [setting(diskRule)], reach: [], ...world });

  it.each([[{}], [{ cost: 'hangzhou' }]])('waits for its primary: %j', (tags) => {
    const step = { key: 'cost', value: 'shanghai', rule: diskRule, primary: instance };
    const waiting = plan({ resource: tagged(disk, tags, attached) });

    expect(told(waiting)).toEqual([`keep cost (${waits})`]);
    expect(waiting.own).toMatchObject([{ key: step.key, asked: { value: step.value } }]);
    expect(callsCloud(waiting)).toBe(false);
    expect(changesLedger(waiting, recordOf(disk), look)).toBe(false);
  });

  it.each([
    ['is followed', { cost: 'beijing' }, 'set cost=shanghai (follows)'],
    ['is repaired', {}, 'set cost=shanghai (repairs)'],
  ])('%s when the ledger knows it', (_, tags, step) => {
    const known = plan({
      resource: tagged(disk, tags, attached),
      entries: [entry('cost', 'beijing')],
    });

    expect(told(known)).toEqual([step]);
  });

  it('waits when the ledger knows it by a rule that is off', () => {
    const dormant = plan({
      resource: tagged(disk, { cost: 'beijing' }, attached),
      entries: [entry('cost', 'beijing', { rule: snapshotRule })],
    });

    expect(told(dormant)).toEqual([`keep cost (${waits})`]);
  });

  it('is forgotten when its entry is from before the rule was off', () => {
    const rules = [setting(diskRule), setting(eipRule, { generation: 2 })];
    const stale = plan({
      resource: tagged(disk, { cost: 'beijing' }, attached),
      entries: [entry('cost', 'beijing', { rule: eipRule })],
    });
    const on = planOf({
      resource: tagged(disk, { cost: 'beijing' }, attached),
      parents: shanghai,
      rules,
      entries: [entry('cost', 'beijing', { rule: eipRule })],
      reach: [],
    });

    expect(told(stale)).toEqual([`keep cost (${waits})`]);
    expect(told(on)).toEqual(['close cost (from before the rule was off)']);
  });

  it('is removed when it left the primary', () => {
    const gone = plan({
      resource: tagged(disk, { team: 'blue' }, attached),
      entries: [entry('team', 'blue')],
    });

    expect(told(gone)).toEqual([`keep cost (${waits})`, 'remove team (key left primary)']);
  });
});

describe('a rule wants a value', () => {
  it('sets an absent tag and notes that nothing was displaced', () => {
    const plan = planOf({
      resource: tagged(disk, {}, attached),
      parents: shanghai,
      rules: [setting(diskRule)],
    });

    expect(told(plan)).toEqual(['set cost=shanghai (inherited)']);
    expect(plan.steps[0]).toMatchObject({
      entry: { rule: diskRule, primary: instance, generation: 1, displaced: null },
    });
  });

  it('sets a tag again that somebody deleted', () => {
    const plan = planOf({
      resource: tagged(disk, {}, attached),
      parents: shanghai,
      rules: [setting(diskRule)],
      entries: [entry('cost', 'shanghai', { displaced: 'hangzhou' })],
    });

    expect(told(plan)).toEqual(['set cost=shanghai (repairs)']);
    expect(plan.steps[0]).toMatchObject({ entry: { displaced: 'hangzhou' } });
  });

  it('keeps what is right and leaves the ledger as it is', () => {
    const world = {
      resource: tagged(disk, { cost: 'shanghai' }, attached),
      parents: shanghai,
      rules: [setting(diskRule)],
      entries: [entry('cost', 'shanghai')],
    };

    const plan = planOf(world);

    expect(told(plan)).toEqual(['keep cost (in place)']);
    expect(callsCloud(plan)).toBe(false);
    expect(changesLedger(plan, recordOf(disk, ...world.entries), look)).toBe(false);
  });

  it('confirms an open intent whose write has happened', () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'shanghai' }, attached),
      parents: shanghai,
      rules: [setting(diskRule)],
      entries: [entry('cost', 'shanghai', { state: 'intended', previous: 'beijing' })],
    });

    expect(plan.steps[0]).toMatchObject({
      action: 'keep',
      entry: { state: 'confirmed', previous: null, writtenAt: earlier },
    });
  });

  it("does not claim a user's own tag that has the very value", () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'shanghai' }, attached),
      parents: shanghai,
      rules: [setting(diskRule)],
    });

    expect(told(plan)).toEqual(['keep cost (own value)']);
    expect(plan.own).toMatchObject([{ key: 'cost', entry: undefined }]);
  });

  it('follows a change of the primary and keeps what was displaced', () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'beijing' }, attached),
      parents: shanghai,
      rules: [setting(diskRule)],
      entries: [entry('cost', 'beijing', { displaced: 'hangzhou' })],
    });

    expect(told(plan)).toEqual(['set cost=shanghai (follows)']);
    expect(plan.steps[0]).toMatchObject({ entry: { displaced: 'hangzhou', previous: 'beijing' } });
  });

  it('takes the earlier value for ours when an intent may not have been written', () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'beijing' }, attached),
      parents: shanghai,
      rules: [setting(diskRule, { conflictPolicy: 'keep' })],
      entries: [entry('cost', 'nanjing', { state: 'intended', previous: 'beijing' })],
    });

    expect(told(plan)).toEqual(['set cost=shanghai (follows)']);
  });

  it("overwrites a user's value and remembers it", () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'hangzhou' }, attached),
      parents: shanghai,
      rules: [setting(diskRule)],
    });

    expect(told(plan)).toEqual(['set cost=shanghai (overwrites)']);
    expect(plan.steps[0]).toMatchObject({ entry: { displaced: 'hangzhou' } });
  });

  it("refuses to overwrite a user's value when the policy is keep", () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'hangzhou' }, attached),
      parents: shanghai,
      rules: [setting(diskRule, { conflictPolicy: 'keep' })],
    });

    expect(told(plan)).toEqual(['refuse cost (policy keep)']);
    expect(callsCloud(plan)).toBe(false);
  });

  it('repairs drift and keeps what was displaced at first', () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'mine' }, attached),
      parents: shanghai,
      rules: [setting(diskRule)],
      entries: [entry('cost', 'shanghai', { displaced: 'hangzhou' })],
    });

    expect(told(plan)).toEqual(['set cost=shanghai (repairs)']);
    expect(plan.steps[0]).toMatchObject({ entry: { displaced: 'hangzhou' } });
  });

  it('hands a drifted tag over to whoever changed it when the policy is keep', () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'mine' }, attached),
      parents: shanghai,
      rules: [setting(diskRule, { conflictPolicy: 'keep' })],
      entries: [entry('cost', 'shanghai')],
    });

    expect(plan.steps).toMatchObject([
      { action: 'refuse', key: 'cost', reason: 'policy keep', closes: true },
    ]);
  });
});

describe('no rule wants the key any more', () => {
  const standing = { resource: tagged(disk, { cost: 'shanghai' }, attached) };
  const detached = { resource: tagged(disk, { cost: 'shanghai' }) };

  it('removes the tag when the key left the primary', () => {
    const plan = planOf({
      ...standing,
      parents: [tagged(instance, {})],
      rules: [setting(diskRule)],
      entries: [entry('cost', 'shanghai')],
    });

    expect(told(plan)).toEqual(['remove cost (key left primary)']);
  });

  it('removes the tag when the association ended', () => {
    const plan = planOf({
      ...detached,
      rules: [setting(diskRule)],
      entries: [entry('cost', 'shanghai')],
    });

    expect(told(plan)).toEqual(['remove cost (association ended)']);
  });

  it('removes the tag when the primary is gone', () => {
    const plan = planOf({
      ...standing,
      rules: [setting(diskRule)],
      entries: [entry('cost', 'shanghai')],
    });

    expect(told(plan)).toEqual(['remove cost (association ended)']);
  });

  it('puts the displaced value back when the rule setting says so', () => {
    const plan = planOf({
      ...detached,
      rules: [setting(diskRule, { restoreDisplaced: true })],
      entries: [entry('cost', 'shanghai', { displaced: 'hangzhou' })],
    });

    expect(told(plan)).toEqual(['restore cost=hangzhou (association ended)']);
  });

  it('keeps the tag after the association ended when the rule does not remove on detach', () => {
    const plan = planOf({
      resource: tagged(eip, { cost: 'shanghai' }),
      rules: [setting(nlbRule)],
      entries: [entry('cost', 'shanghai', { rule: nlbRule, primary: nlb })],
    });

    expect(told(plan)).toEqual(['close cost (stays after detach)']);
  });

  it('keeps the tag when its key left the tag scope, attached or not', () => {
    const rules = [setting(diskRule, { tagKeys: ['team'] })];
    const entries = [entry('cost', 'shanghai')];

    const plans = [
      planOf({ ...standing, parents: shanghai, rules, entries }),
      planOf({ ...detached, rules, entries }),
    ];

    expect(plans.map(told)).toEqual([['close cost (out of scope)'], ['close cost (out of scope)']]);
  });

  it("leaves a user's value alone and forgets the entry", () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'mine' }),
      rules: [setting(diskRule)],
      entries: [entry('cost', 'shanghai')],
    });

    expect(told(plan)).toEqual(['close cost (changed by others)']);
  });

  it('forgets the entry of a tag that somebody removed already', () => {
    const plan = planOf({
      resource: tagged(disk, {}),
      rules: [setting(diskRule)],
      entries: [entry('cost', 'shanghai')],
    });

    expect(told(plan)).toEqual(['close cost (changed by others)']);
  });
});

describe('a rule that is or was off', () => {
  const entries = [entry('cost', 'shanghai')];

  it('touches neither tag nor ledger while it is off', () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'shanghai' }),
      rules: [setting(diskRule, { status: 'Disable' })],
      entries,
    });

    expect(plan.steps).toEqual([]);
  });

  it('adopts the entry into the current generation when its association still stands', () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'shanghai' }, attached),
      parents: shanghai,
      rules: [setting(diskRule, { generation: 4 })],
      entries,
    });

    expect(plan.steps[0]).toMatchObject({ action: 'keep', entry: { generation: 4 } });
  });

  it('leaves the tag of an association that ended while it was off', () => {
    const plan = planOf({
      resource: tagged(disk, { cost: 'shanghai' }),
      rules: [setting(diskRule, { generation: 4 })],
      entries,
    });

    expect(told(plan)).toEqual(['close cost (from before the rule was off)']);
  });

  const ofInstance = entry('cost', 'of-instance', { rule: eipRule, displaced: 'users-own' });
  const wantedByCluster = (status: 'Enable' | 'Disable', cost: string, memory = ofInstance) =>
    planOf({
      resource: tagged(eip, { cost }, [cluster]),
      parents: [tagged(cluster, { cost: 'of-cluster' })],
      rules: [setting(eipRule, { status, generation: 2 }), setting(clusterEipRule)],
      entries: [memory],
    });

  it.each(['Enable', 'Disable'] as const)(
    "hands the user's value on when another rule writes over ours (%s)",
    (status) => {
      const plan = wantedByCluster(status, 'of-instance');

      expect(told(plan)).toEqual(['set cost=of-cluster (overwrites)']);
      expect(plan.steps[0]).toMatchObject({
        entry: { displaced: 'users-own', previous: 'of-instance' },
      });
    },
  );

  it("notes a user's later value as displaced when another rule writes over it", () => {
    const plan = wantedByCluster('Disable', 'users-later');

    expect(plan.steps[0]).toMatchObject({ entry: { displaced: 'users-later', previous: null } });
  });
});

describe('several parents', () => {
  const rules = [setting(eipRule), setting(clusterEipRule)];
  const both = tagged(eip, {}, [cluster, instance]);

  it('lets the direct holder win before the cluster, whatever the order of the parents', () => {
    const parents = [tagged(cluster, { cost: 'cluster' }), tagged(instance, { cost: 'holder' })];

    const plans = [parents, parents.toReversed()].map((order) =>
      planOf({ resource: both, parents: order, rules }),
    );

    expect(plans.map(told)).toEqual([
      ['set cost=holder (inherited)'],
      ['set cost=holder (inherited)'],
    ]);
  });

  it('lets the smaller name win within one rank', () => {
    const second = named('Ecs-Instance', 'i-2');

    const plan = planOf({
      resource: tagged(disk, {}, [second, instance]),
      parents: [tagged(second, { cost: 'second' }), tagged(instance, { cost: 'first' })],
      rules: [setting(diskRule)],
    });

    expect(told(plan)).toEqual(['set cost=first (inherited)']);
  });

  it("puts the runner-up's value in place when the winner leaves, without a gap", () => {
    const plan = planOf({
      resource: tagged(eip, { cost: 'holder' }, [cluster]),
      parents: [tagged(cluster, { cost: 'cluster' })],
      rules,
      entries: [entry('cost', 'holder', { rule: eipRule })],
    });

    expect(told(plan)).toEqual(['set cost=cluster (follows)']);
    expect(plan.steps[0]).toMatchObject({ entry: { rule: clusterEipRule, primary: cluster } });
  });

  it('records the new source when the runner-up has the very same value', () => {
    const plan = planOf({
      resource: tagged(eip, { cost: 'same' }, [cluster]),
      parents: [tagged(cluster, { cost: 'same' })],
      rules,
      entries: [entry('cost', 'same', { rule: eipRule })],
    });

    expect(plan.steps[0]).toMatchObject({ action: 'keep', entry: { primary: cluster } });
  });
});

describe('what may flow', () => {
  const from = (tags: Record<string, string>, changes = {}) =>
    told(
      planOf({
        resource: tagged(disk, {}, attached),
        parents: [tagged(instance, tags)],
        rules: [setting(diskRule, changes)],
      }),
    );

  it("never inherits the cloud's own keys, nor addresses", () => {
    const steps = from({
      'acs:x': '1',
      aliyunX: '2',
      'aws:x': '3',
      site: 'https://a',
      'http://k': '4',
      ok: '5',
    });

    expect(steps).toEqual(['set ok=5 (inherited)']);
  });

  it('inherits only the chosen keys', () => {
    expect(from({ cost: '1', team: '2', other: '3' }, { tagKeys: ['team', 'cost'] })).toEqual([
      'set cost=1 (inherited)',
      'set team=2 (inherited)',
    ]);
  });

  it('leaves excluded keys out, with a star as any ending', () => {
    expect(
      from({ cost: '1', 'tmp-a': '2', tmp: '3' }, { excludedKeys: ['tmp-*', 'cost'] }),
    ).toEqual(['set tmp=3 (inherited)']);
  });

  it('treats a key such as __proto__ as any other', () => {
    const plan = planOf({
      resource: tagged(disk, {}, attached),
      parents: [{ arn: instance, tags: new Map([['__proto__', 'x']]), parents: [] }],
      rules: [setting(diskRule)],
    });

    expect(told(plan)).toEqual(['set __proto__=x (inherited)']);
  });
});

describe('the tag quota', () => {
  const wanted = { a: '1', b: '2', c: '3' };

  it('refuses the keys that do not fit, in alphabetical order when all keys flow', () => {
    const plan = planOf({
      resource: tagged(disk, { own: 'x' }, attached),
      parents: [tagged(instance, wanted)],
      rules: [setting(diskRule)],
      maxTags: 3,
    });

    expect(told(plan)).toEqual([
      'set a=1 (inherited)',
      'set b=2 (inherited)',
      'refuse c (tag quota)',
    ]);
  });

  it("prefers the rule's own key order to the alphabet", () => {
    const plan = planOf({
      resource: tagged(disk, {}, attached),
      parents: [tagged(instance, wanted)],
      rules: [setting(diskRule, { tagKeys: ['c', 'a', 'b'] })],
      maxTags: 2,
    });

    expect(told(plan)).toEqual([
      'set a=1 (inherited)',
      'refuse b (tag quota)',
      'set c=3 (inherited)',
    ]);
  });

  it('still updates what is there already on a full resource', () => {
    const plan = planOf({
      resource: tagged(disk, { c: 'old' }, attached),
      parents: [tagged(instance, wanted)],
      rules: [setting(diskRule)],
      entries: [entry('c', 'old')],
      maxTags: 1,
    });

    expect(told(plan)).toEqual([
      'refuse a (tag quota)',
      'refuse b (tag quota)',
      'set c=3 (follows)',
    ]);
  });

  it('counts the place that a removal frees', () => {
    const plan = planOf({
      resource: tagged(disk, { old: '1' }, attached),
      parents: [tagged(instance, { a: '1' })],
      rules: [setting(diskRule)],
      entries: [entry('old', '1')],
      maxTags: 1,
    });

    expect(told(plan)).toEqual(['set a=1 (inherited)', 'remove old (key left primary)']);
  });

  it("does not count the cloud's own tags", () => {
    const plan = planOf({
      resource: tagged(disk, { 'acs:tag:createdby': 'x' }, attached),
      parents: [tagged(instance, { a: '1' })],
      rules: [setting(diskRule)],
      maxTags: 1,
    });

    expect(told(plan)).toEqual(['set a=1 (inherited)']);
  });
});

it('writes nothing for a resource that nothing was ever inherited by', () => {
  const resource = tagged(disk, { own: 'x' });
  const record = recordOf(disk);

  const plan = planFor({
    inputs: { resource, parents: new Map(), settings: settingsOf(setting(diskRule)) },
    record,
    maxTags: 20,
    look,
  });

  expect(plan.steps).toEqual([]);
  expect(changesLedger(plan, record, look)).toBe(false);
});
