import { describe, expect, it } from 'vitest';
import { readRulesFile } from '../../src/rules-file/read-rules-file.ts';
import { diskRule } from '../engine/fixtures.ts';

const read = (text: string) => readRulesFile(text, 'rules.yaml');

/** A file about one account, whose rules are the lines. */
const withRules = (...lines: readonly string[]): string =>
  [
    'accounts:',
    '  "1000000000000001":',
    '    rules:',
    ...lines.map((line) => `      ${line}`),
  ].join('\n');

describe('a rules file', () => {
  it('says of accounts what they are to be like, and nothing of the rest', () => {
    const text = [
      '# yaml-language-server: $schema=./rules.schema.json',
      'accounts:',
      '  1000000000000001:',
      '    feature: enabled',
      '    rules:',
      '      ecs-instance/ecs-disk:',
      '        status: enabled',
      '        keys: [cost, "on"]',
      '        existing: true',
      '  "1000000000000002": {}',
    ].join('\n');

    expect(read(text)).toEqual([
      {
        accountId: '1000000000000001',
        feature: 'Enable',
        rules: [
          {
            settingName: diskRule,
            input: {
              status: 'Enable',
              tagKeys: ['cost', 'on'],
              excludedKeys: [],
              letThroughKeys: [],
              existingStatus: 'Enable',
              conflictPolicy: 'overwrite',
              restoreDisplaced: false,
            },
          },
        ],
      },
      { accountId: '1000000000000002', feature: undefined, rules: [] },
    ]);
  });

  it('may be JSON, and name its schema', () => {
    const file = {
      $schema: './rules.schema.json',
      accounts: { '1000000000000001': { rules: { [diskRule]: { status: 'disabled' } } } },
    };

    expect(read(JSON.stringify(file))).toMatchObject([{ rules: [{ settingName: diskRule }] }]);
  });

  it.each([
    ['accounts: [', 'rules.yaml:1:12: '],
    ['', 'rules.yaml:1:1: '],
    ['accounts:\n  a b: {}', 'rules.yaml:2:3: accounts.a b: '],
    ['accounts: {}\nmore: 1', 'rules.yaml:2:1: more: is no field of a rules file here'],
    [
      withRules('ecs-instance/ecs-dsk: { status: enabled }'),
      'rules.yaml:4:7: accounts.1000000000000001.rules.ecs-instance/ecs-dsk: is none of the rules',
    ],
    [
      withRules('ecs-instance/ecs-disk: { status: on }'),
      'rules.yaml:4:40: accounts.1000000000000001.rules.ecs-instance/ecs-disk.status: ',
    ],
    [
      withRules('ecs-instance/ecs-disk: { keys: [cost] }'),
      'rules.yaml:4:7: accounts.1000000000000001.rules.ecs-instance/ecs-disk.status: ',
    ],
    [
      withRules('ecs-instance/ecs-disk:', '  status: enabled', '  kyes: [cost]'),
      'rules.yaml:6:9: accounts.1000000000000001.rules.ecs-instance/ecs-disk.kyes: is no field',
    ],
    [
      withRules('ecs-instance/ecs-disk:', '  status: enabled', '  keys:', '    - cost', '    - 7'),
      'rules.yaml:8:13: accounts.1000000000000001.rules.ecs-instance/ecs-disk.keys.1: ',
    ],
    [
      withRules('ecs-instance/ecs-disk:', '  status: enabled', '  exclude: [a, "b*c"]'),
      'rules.yaml:6:22: accounts.1000000000000001.rules.ecs-instance/ecs-disk.exclude.1: "b*c" has a *',
    ],
    [
      withRules('ecs-instance/ecs-disk: { status: enabled }', 'ecs-instance/ecs-disk: {}'),
      'rules.yaml:5:7: Map keys must be unique',
    ],
    [
      withRules('ecs-instance/ecs-disk: { status: enabled }', `"${diskRule}": { status: enabled }`),
      'rules.yaml:5:7: accounts.1000000000000001.rules.rule:',
    ],
    [
      withRules('cs-cluster/vpc-eip: { status: enabled, existing: true }'),
      'rules.yaml:4:56: accounts.1000000000000001.rules.cs-cluster/vpc-eip.existing: the rule cannot be',
    ],
  ])('that is wrong is told with line and column: %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('tells all that is wrong at once', () => {
    const text = withRules('ecs-instance/ecs-disk: { status: x, policy: y }');

    expect(() => read(text)).toThrow(/status: .*; rules\.yaml:4:\d+: .*policy: /s);
  });
});
