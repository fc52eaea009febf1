import { describe, expect, it } from 'vitest';
import { clouds, eventReaders } from '#clouds';
import { openers, simulators } from '#openers';
import { cloudOfAccount, rulesOfAccount } from '../../src/clouds/accounts.ts';
import { formatArn, readArn } from '../../src/clouds/arn.ts';
import { eventPatterns } from '../../src/clouds/event-patterns.ts';

/** Those that stand in a list more than once. */
const twice = (names: readonly string[]): readonly string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);

describe('the clouds of the list', () => {
  it('have names, types, rules and patterns of their own', () => {
    expect(twice(clouds.map(({ name }) => name))).toEqual([]);
    expect(twice(clouds.flatMap(({ resourceTypes }) => [...resourceTypes.keys()]))).toEqual([]);
    expect(
      twice(clouds.flatMap(({ rules }) => rules.map(({ settingName }) => settingName))),
    ).toEqual([]);
    expect(twice(eventPatterns().map(({ name }) => name))).toEqual([]);
  });

  it('stand in every list', () => {
    const names = clouds.map(({ name }) => name);

    expect(eventReaders.map(({ cloud }) => cloud)).toEqual(names);
    // A program may open fewer than it knows, and a cloud in more than one way.
    for (const list of [openers, simulators]) {
      expect(list.filter(({ cloud }) => !names.includes(cloud))).toEqual([]);
      expect(list).not.toEqual([]);
    }
  });

  it.each(clouds)('$name has the types of its rules, and one rule for a pair of them', (cloud) => {
    const { rules, resourceTypes } = cloud;

    for (const { settingName, primary, associated } of rules) {
      expect(settingName.endsWith(`:${primary}:${associated}`)).toBe(true);
      expect([resourceTypes.has(primary), resourceTypes.has(associated)]).toEqual([true, true]);
    }
    expect(twice(rules.map(({ primary, associated }) => `${primary}>${associated}`))).toEqual([]);
  });

  it.each(clouds)('$name reads the ARNs that it writes', ({ resourceTypes, regions }) => {
    const [region = ''] = regions.keys();
    for (const type of resourceTypes.keys()) {
      const ref = { type, region, accountId: '1', id: 'a/b:c' };

      expect(readArn(formatArn(ref))).toEqual(ref);
    }
  });

  it.each(clouds)('$name withholds what it lists, and letters alone are no reason', (cloud) => {
    const { withheld, isWithheld, isReserved } = cloud.tagRules;

    for (const key of withheld) expect(isWithheld(key.replace('*', 'x'))).toBe(true);
    for (const key of ['cost', 'ack', 'kubernetes', 'x-kubernetes.io/x', 'K8S.IO/x', '']) {
      expect([key, isWithheld(key), isReserved(key)]).toEqual([key, false, false]);
    }
  });
});

describe('an account', () => {
  it.each(['1000000000000001', 'whose', '1000********0001', ''])('%j has a cloud', (accountId) => {
    expect(clouds).toContain(cloudOfAccount(accountId));
    expect(rulesOfAccount(accountId)).toBe(cloudOfAccount(accountId).rules);
  });
});
