import { describe, expect, it } from 'vitest';
import type { Resource } from '../../src/clouds/provider.ts';
import { desiredTags, fingerprint, type Inputs, type Winner } from '../../src/engine/desired.ts';
import type { RuleSetting } from '../../src/settings/settings.ts';
import { fc } from '../properties.ts';
import { keys, world } from './arbitrary-world.ts';
import {
  cluster,
  clusterEipRule,
  eip,
  eipRule,
  instance,
  setting,
  settingsOf,
  tagged,
} from './fixtures.ts';

/** The definition: each parent asked on its own, and the first in order of precedence that gives. */
const winnerByDefinition = (name: string, inputs: Inputs): Winner | undefined => {
  const { resource, parents, settings } = inputs;
  const given = resource.parents.flatMap((parent) => {
    const alone = { ...resource, parents: [parent] };
    return desiredTags({ resource: alone, parents, settings }).winners.get(name) ?? [];
  });
  return given.toSorted(
    (one, other) =>
      one.rule.rank - other.rule.rank || (one.primary.arn < other.primary.arn ? -1 : 1),
  )[0];
};

it('takes each key from the closest parent that would give it if it were the only one', () => {
  fc.assert(
    fc.property(world, ({ inputs }) => {
      const { winners } = desiredTags(inputs);

      for (const name of keys) expect(winners.get(name)).toEqual(winnerByDefinition(name, inputs));
    }),
    { numRuns: 2000 },
  );
});

describe('a tag that does not flow leaves its key to the next parent', () => {
  const farther = tagged(cluster, { cost: 'of the cluster' });
  const valueFrom = (closest: Resource, changes: Partial<RuleSetting> = {}): string | undefined =>
    desiredTags({
      resource: tagged(eip, {}, [instance, cluster]),
      parents: new Map([closest, farther].map((parent) => [parent.arn, parent])),
      settings: settingsOf(setting(eipRule, changes), setting(clusterEipRule)),
    }).winners.get('cost')?.value;
  const closest = tagged(instance, { cost: 'of the instance' });

  it('when the closest rule does not choose the key', () => {
    expect(valueFrom(closest, { tagKeys: ['cost'] })).toBe('of the instance');
    expect(valueFrom(closest, { tagKeys: ['team'] })).toBe('of the cluster');
  });

  it('when the closest rule excludes the key', () => {
    expect(valueFrom(closest, { excludedKeys: ['cost'] })).toBe('of the cluster');
  });

  it('when the closest value is an address', () => {
    expect(valueFrom(tagged(instance, { cost: 'see https://a' }))).toBe('of the cluster');
  });
});

describe('the fingerprint of the inputs', () => {
  const inputs: Inputs = {
    resource: tagged(eip, { cost: 'x' }, [instance, cluster]),
    parents: new Map([
      [instance, tagged(instance, { cost: '1' })],
      [cluster, tagged(cluster, {})],
    ]),
    settings: settingsOf(setting(eipRule), setting(clusterEipRule)),
  };
  const isSame = (changes: Partial<Inputs>) =>
    fingerprint({ ...inputs, ...changes }) === fingerprint(inputs);

  it('is the same whatever the resource has itself, and whatever does not flow', () => {
    const parents = new Map([...inputs.parents, [cluster, tagged(cluster, { 'acs:own': '1' })]]);

    expect(isSame({ resource: tagged(eip, {}, [cluster, instance]) })).toBe(true);
    expect(isSame({ parents })).toBe(true);
  });

  it('is another one when a value that wins changes', () => {
    const parents = new Map([...inputs.parents, [instance, tagged(instance, { cost: '2' })]]);

    expect(isSame({ parents })).toBe(false);
  });

  it('is another one when an association ends from which nothing flows', () => {
    expect(isSame({ resource: tagged(eip, { cost: 'x' }, [instance]) })).toBe(false);
  });

  it('is another one when the settings were written, whatever they say', () => {
    expect(isSame({ settings: { ...inputs.settings, version: 2 } })).toBe(false);
  });
});
