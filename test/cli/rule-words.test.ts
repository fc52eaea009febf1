import { expect, it } from 'vitest';
import { tellRule } from '../../src/admin/rule-answer.ts';
import { ruleHeadings, ruleRow } from '../../src/cli/rule-words.ts';
import { tableLines } from '../../src/cli/table.ts';
import { ownRules } from '../default-rules.ts';
import { setting } from '../engine/fixtures.ts';

it('lists all rules side by side on 80 columns, though some exclude keys and put values back', () => {
  const rows = ownRules.map((rule) =>
    ruleRow(
      tellRule(
        rule,
        setting(rule.settingName, { excludedKeys: ['tmp-*', 'owner'], restoreDisplaced: true }),
      ),
    ),
  );

  const lines = tableLines({ paint: (_, text) => text, tableWidth: 80 }, ruleHeadings, rows);

  expect(lines[0]).toMatch(/^RULE +STATUS +KEYS +EXISTING +ON CONFLICT$/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  for (const line of lines.filter((each) => each.startsWith('ecs-'))) {
    expect(line).toMatch(/^\S+ +enabled +all but ?t?m?…? +\S+ +overwrite,?$/);
  }
  expect(lines.filter((line) => line.trim() === 'restore')).toHaveLength(ownRules.length);
});
