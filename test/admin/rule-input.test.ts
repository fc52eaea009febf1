import { describe, expect, it } from 'vitest';
import { checkRuleInput, type RuleInput, ruleNamed } from '../../src/admin/rule-input.ts';
import { HeirtagError } from '../../src/model/errors.ts';
import { ownRules } from '../default-rules.ts';
import { clusterEipRule, diskRule, nlbRule } from '../engine/fixtures.ts';

const problemOf = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof HeirtagError ? `${error.code}: ${error.message}` : String(error);
  }
};

const check = (input: Partial<RuleInput>, settingName: string = diskRule): string =>
  problemOf(() => checkRuleInput(ruleNamed(settingName), { status: 'Enable', ...input }));

const keys = (count: number) => Array.from({ length: count }, (_, n) => `key-${n}`);

describe('the name of a rule', () => {
  it.each(ownRules.map(({ settingName }) => settingName))('is exactly %s', (settingName) => {
    expect(ruleNamed(settingName).settingName).toBe(settingName);
    expect(problemOf(() => ruleNamed(settingName.toUpperCase()))).toContain(
      `Closest: ${settingName}`,
    );
  });

  it('may not have its traps of spelling wrong, and is offered right', () => {
    const wrong = nlbRule.replace('Nlb-Loadbalancer', 'Nlb-LoadBalancer');

    const problem = problemOf(() => ruleNamed(wrong));

    expect(problem).toContain(`InvalidParameter.SettingName: `);
    expect(problem).toContain(`"${wrong}"`);
    expect(problem).toContain(`Closest: ${nlbRule}, `);
  });

  it('is offered for what misses, adds or swaps letters', () => {
    const offers = [
      diskRule.replace('AttachDisk-DetachDisk', 'AttachDisk-DettachDisk'),
      diskRule.replace('TagInstance', 'TagInstanc'),
      diskRule.replace('Ecs-Disk', 'Esc-Disk'),
    ].map((wrong) => problemOf(() => ruleNamed(wrong)));

    for (const offer of offers) expect(offer).toContain(`Closest: ${diskRule}, `);
  });

  it.each(['', 'rule:', '__proto__', 'toString', 'x'.repeat(100_000)])(
    'is none of the rules otherwise, and the answer stays short',
    (name) => {
      const problem = problemOf(() => ruleNamed(name));

      expect(problem).toMatch(/is none of the \d+ rules/);
      expect(problem.length).toBeLessThan(700);
    },
  );
});

it('tells all that is wrong at once, by the code of the first', () => {
  const problem = check(
    { tagKeys: keys(51), excludedKeys: ['', 'a*b'], existingStatus: 'Enable' },
    nlbRule,
  );

  expect(problem.split('; ').map((each) => each.slice(0, 40))).toEqual([
    expect.stringMatching(/^NumberExceed.TagKeys: /),
    expect.stringMatching(/^at most 50 are allowed/),
    expect.stringMatching(/^excludedKeys.0: "" is empty/),
    expect.stringMatching(/^excludedKeys.1: "a\*b" has a \*/),
    expect.stringMatching(/^only at the end/),
    expect.stringMatching(/^rule:UpdateLoadBalancerZones/),
    expect.stringMatching(/^leave existingStatus out/),
  ]);
});

describe.each(['tagKeys', 'excludedKeys'] as const)('the keys in %s', (field) => {
  it('are at most 50', () => {
    expect(check({ [field]: keys(50) })).toBe('none');
    expect(check({ [field]: keys(51) })).toBe(
      `NumberExceed.TagKeys: The maximum number of TagKeys is exceeded: ${field} names 51 keys; at most 50 are allowed`,
    );
  });

  it('have at most 128 characters', () => {
    expect(check({ [field]: ['k'.repeat(128)] })).toBe('none');
    expect(check({ [field]: ['k'.repeat(129)] })).toContain(
      'has 129 characters; at most 128 are allowed',
    );
  });

  it.each([
    ['', 'is empty'],
    ['aliyun', 'begins with aliyun, acs: or aws:'],
    ['Aliyun.team', 'begins with aliyun, acs: or aws:'],
    ['acs:tag:createdby', 'begins with aliyun, acs: or aws:'],
    ['AWS:x', 'begins with aliyun, acs: or aws:'],
    ['see http://x', 'contains http:// or https://'],
    ['https://x', 'contains http:// or https://'],
    ['a\nb', 'has control characters'],
    ['\u0000', 'has control characters'],
    ['\u009b31m', 'has control characters'],
    ['\ud800', 'has control characters or halves of characters'],
  ])('may not be %j, and the message says which and why', (key, why) => {
    const problem = check({ [field]: ['fine', key] });

    expect(problem).toContain(`InvalidParameter.TagKey: ${field}.1: ${JSON.stringify(key)} ${why}`);
  });

  it.each(['a', 'acs', 'my-aliyun', '税', 'a b', '__proto__', 'constructor', 'k*', '*'])(
    'may be %j',
    (key) => {
      expect(check({ [field]: [key] })).toBe('none');
    },
  );

  it('are named once; case makes a difference', () => {
    expect(check({ [field]: ['cost', 'Cost'] })).toBe('none');
    expect(check({ [field]: ['cost', 'team', 'cost'] })).toBe(
      `InvalidParameter.TagKey: ${field}.2: "cost" is named twice`,
    );
  });

  it('may be none', () => {
    expect([check({ [field]: [] }), check({ [field]: undefined })]).toEqual(['none', 'none']);
  });
});

describe('Apply To Existing Resources', () => {
  it.each(ownRules)('is for $settingName as the product page says', (rule) => {
    const problem = check({ existingStatus: 'Enable' }, rule.settingName);

    expect(problem).toMatch(
      rule.supportsExisting ? /^none$/ : /^InvalidParameter.ExistingStatus: /,
    );
  });

  it('may be off for every rule', () => {
    expect(check({ existingStatus: 'Disable' }, clusterEipRule)).toBe('none');
  });

  it('may not be asked for even by a rule that is off, where there is no support', () => {
    expect(check({ status: 'Disable', existingStatus: 'Enable' }, clusterEipRule)).toContain(
      `${clusterEipRule} does not support applying to existing resources`,
    );
  });
});
