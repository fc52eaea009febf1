import { expect, it } from 'vitest';
import { type RuleAnswer, tellRule } from '../../src/admin/rule-answer.ts';
import { filledIn } from '../../src/admin/rule-edits.ts';
import { problemsWithInput, type RuleInput } from '../../src/admin/rule-input.ts';
import type { Rule } from '../../src/clouds/catalogue.ts';
import { compareAccount, isChange } from '../../src/rules-file/compare.ts';
import { readRulesFile } from '../../src/rules-file/read-rules-file.ts';
import { writeRulesFile } from '../../src/rules-file/write-rules-file.ts';
import { conflictPolicies, statuses } from '../../src/settings/settings.ts';
import { ownRules } from '../default-rules.ts';
import { fc } from '../properties.ts';
import { secondSeed } from '../reliability/seeds.ts';

/** What YAML would read as something else than a text, and what it has marks for. */
const oddKeys = ['on', 'null', '7', '1e3', '~', '- a', 'a: b', '#x', "it's", '"', '*x', '&x', '<<'];

const key = fc.oneof(fc.constantFrom(...oddKeys), fc.string({ unit: 'grapheme', maxLength: 20 }));
const status = fc.constantFrom(...statuses);

const input: fc.Arbitrary<RuleInput> = fc.record({
  status,
  tagKeys: fc.uniqueArray(key, { maxLength: 5 }),
  excludedKeys: fc.uniqueArray(key, { maxLength: 5 }),
  letThroughKeys: fc.subarray(['ack.aliyun.com', 'kubernetes.io/cluster']),
  existingStatus: status,
  conflictPolicy: fc.constantFrom(...conflictPolicies),
  restoreDisplaced: fc.boolean(),
});

/** The rule as the API tells it, if it takes what is chosen. */
const answerFor = (rule: Rule, chosen: RuleInput): readonly RuleAnswer[] =>
  problemsWithInput(rule, chosen).length > 0
    ? []
    : [
        tellRule(rule, {
          ...filledIn(chosen),
          settingName: rule.settingName,
          generation: 1,
          backfillId: null,
          version: 1,
          createdAt: '2026-03-01T08:00:00.000Z',
          updatedAt: '2026-03-01T08:00:00.000Z',
        }),
      ];

const account = fc
  .record({
    feature: status,
    chosen: fc.array(fc.tuple(fc.constantFrom(...ownRules), input), { maxLength: 8 }),
  })
  .map(({ feature, chosen }) => ({
    feature,
    rules: [...new Map(chosen).entries()].flatMap(([rule, each]) => answerFor(rule, each)),
  }));

it.each([20_261_126, secondSeed('HEIRTAG_RULES_FILE_SEED')])(
  'a rules file that was written of settings asks for nothing else, seed %i',
  (seed) => {
    fc.assert(
      fc.property(fc.array(account, { minLength: 1, maxLength: 3 }), (accounts) => {
        const chosen = accounts.map((each, index) => ({
          accountId: String(1_000_000_000_000_001 + index),
          version: 7,
          ...each,
        }));

        const wanted = readRulesFile(writeRulesFile(chosen), 'rules.yaml');
        const changes = chosen.flatMap((current, index) => {
          const asked = wanted[index];
          return asked === undefined ? [] : [compareAccount(asked, current, true)];
        });

        expect(wanted.map(({ accountId }) => accountId)).toEqual(
          chosen.map(({ accountId }) => accountId),
        );
        expect(changes.filter(isChange)).toEqual([]);
      }),
      { seed, numRuns: 200 },
    );
  },
);
