import { stringify } from 'yaml';
import type { RuleInput } from '../admin/rule-input.ts';
import type { Rule } from '../clouds/catalogue.ts';
import { shortNameOf } from '../clouds/short-name.ts';
import type { Status } from '../settings/settings.ts';
import type { RulesFile } from './schema.ts';
import { fileRuleOf, stateOf } from './terms.ts';

/** What an account chose: the switch, and the rules that are set. */
export type ChosenAccount = {
  readonly accountId: string;
  readonly feature: Status;
  readonly rules: readonly (RuleInput & Pick<Rule, 'primary' | 'associated'>)[];
};

/** Where the schema lies for those who installed the package beside the file. */
export const schemaAddress = './node_modules/heirtag/schemas/rules.schema.json';

/** What accounts chose, as a rules file has it. */
export const rulesFileOf = (accounts: readonly ChosenAccount[]): RulesFile => ({
  accounts: Object.fromEntries(
    accounts.map(({ accountId, feature, rules }) => [
      accountId,
      {
        feature: stateOf(feature),
        rules: Object.fromEntries(rules.map((rule) => [shortNameOf(rule), fileRuleOf(rule)])),
      },
    ]),
  ),
});

/** Writes a rules file. `readRulesFile` reads of it what was chosen. */
export const writeRulesFile = (accounts: readonly ChosenAccount[]): string =>
  `# yaml-language-server: $schema=${schemaAddress}\n${stringify(rulesFileOf(accounts), { lineWidth: 0 })}`;
