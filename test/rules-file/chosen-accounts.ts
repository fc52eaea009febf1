import { type RuleAnswer, tellRule } from '../../src/admin/rule-answer.ts';
import { filledIn } from '../../src/admin/rule-edits.ts';
import { problemsWithInput, type RuleInput } from '../../src/admin/rule-input.ts';
import { rulesOfAccount } from '../../src/clouds/accounts.ts';
import type { Rule } from '../../src/clouds/catalogue.ts';
import { conflictPolicies, statuses } from '../../src/settings/settings.ts';
import { fc } from '../properties.ts';

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

/** Accounts of two clouds, which have rules of their own; several of them in one file. */
const accountIds = [
  '1000000000000001',
  '1000000000000002',
  '000000000011',
  '111122223333',
  '111122223334',
];

/** An account of any cloud, and what it chose of the rules there. */
export const chosenOf = (accountId: string) =>
  fc
    .record({
      feature: status,
      chosen: fc.array(fc.tuple(fc.constantFrom(...rulesOfAccount(accountId)), input), {
        maxLength: 8,
      }),
    })
    .map(({ feature, chosen }) => ({
      accountId,
      version: 7,
      feature,
      rules: [...new Map(chosen).entries()].flatMap(([rule, each]) => answerFor(rule, each)),
    }));

/** Some accounts of several clouds, with what each chose. */
export const accounts = fc
  .shuffledSubarray(accountIds, { minLength: 1 })
  .chain((ids) => fc.tuple(...ids.map(chosenOf)));
