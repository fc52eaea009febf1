import { describe, expect, it } from 'vitest';
import { ruleMeant, shortenRules } from '../../src/cli/rule-name.ts';
import { catalogue } from '../../src/clouds/catalogue.ts';
import { shortNameOf } from '../../src/clouds/short-name.ts';

const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';

describe('a rule as people name it', () => {
  it.each(catalogue.map((rule) => [shortNameOf(rule), rule] as const))('%s', (short, rule) => {
    expect(ruleMeant(short)).toBe(rule);
    expect(ruleMeant(rule.settingName)).toBe(rule);
    expect(ruleMeant(rule.settingName.toUpperCase())).toBe(rule);
  });

  it.each(['ecs-i/ecs-d', 'ecs-instance/ecs-d', 'rule:AttachD', 'RULE:attachd', 'Ecs-I/Ecs-D'])(
    'may be cut as long as one rule begins so: %s',
    (name) => {
      expect(ruleMeant(name).settingName).toBe(diskRule);
    },
  );

  it('that begins several is told with all of them', () => {
    expect(() => ruleMeant('ecs-instance/ecs')).toThrow(
      '"ecs-instance/ecs" could be ecs-instance/ecs-disk, ecs-instance/ecs-eni; write more of it',
    );
  });

  it.each([
    ['ecs-instance/ecs-dsk', 'ecs-instance/ecs-disk'],
    ['esc-disk/ecs-snapshot', 'ecs-disk/ecs-snapshot'],
    ['rule:AttachDisc-DetachDisc-TagInstance:Ecs-Instance:Ecs-Disk', 'ecs-instance/ecs-disk'],
  ])('that is misspelt is answered with the closest first: %s', (name, closest) => {
    expect(() => ruleMeant(name)).toThrow(
      `is none of the ${catalogue.length} rules. Closest: ${closest}, `,
    );
  });

  it.each(['', '/', 'a/b/c', 'x'.repeat(100_000)])('that is none is refused: %.10s', (name) => {
    expect(() => ruleMeant(name)).toThrow(/none of the \d+ rules|could be/);
  });
});

it('stands in a text by its short name', () => {
  expect(shortenRules(`not found: ${diskRule} was never set, nor was rule:a:b:c`)).toBe(
    'not found: ecs-instance/ecs-disk was never set, nor was rule:a:b:c',
  );
});
