import { clouds } from '#clouds';
import type { Cloud, Rule } from '../../src/clouds/cloud.ts';
import { shortNameOf } from '../../src/clouds/short-name.ts';

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

const rowOf = (rule: Rule): string => {
  const { settingName, primary, associated, removesOnDetach, supportsExisting } = rule;
  return `| \`${settingName}\` | ${primary} | ${associated} | ${yesNo(removesOnDetach)} | ${yesNo(supportsExisting)} |`;
};

const callsOf = ({ settingName, calls }: Rule): string =>
  `- \`${settingName}\`: ${calls.map((call) => `\`${call}\``).join(', ')}`;

/** What works where there is no audit trail; nothing for a cloud that tells all by its trail. */
const withoutTrail = ({ rules }: Cloud): string => {
  const told = rules.flatMap((rule) =>
    rule.withoutTrail === undefined ? [] : [`| ${shortNameOf(rule)} | ${rule.withoutTrail} |`],
  );
  if (told.length === 0) return '';
  return `
### Without a trail

Some changes are told without an audit trail. The sweep finds what nobody told where the ledger knows the resource.

| rule | works without a trail |
|---|---|
${told.join('\n')}
`;
};

const sectionOf = (cloud: Cloud): string => `## Cloud: ${cloud.name}

| SettingName | primary | associated | removes on detach | existing |
|---|---|---|---|---|
${cloud.rules.map(rowOf).join('\n')}

### Calls that make, end or change an association

The names are those of the audit trail, and of what services tell by themselves. Every rule also watches changes of
tags of both of its types.

${cloud.rules.map(callsOf).join('\n')}
${withoutTrail(cloud)}
### Regions

Events of these ${cloud.regions.size} regions are handled; those of others touch nothing.

| region | name |
|---|---|
${[...cloud.regions].map(([id, name]) => `| \`${id}\` | ${name} |`).join('\n')}
`;

/** Makes `docs/rules.md` from the clouds' rules. */
export const rulesReference = (): string => `# Rules

Made by \`npm run docs\` from \`src/clouds\`; a test keeps it true.

Tags flow from the primary to the associated resource. *Removes on detach*: the inherited tags go when
the association ends. *Existing*: Apply To Existing Resources is supported. An account has the rules of its cloud.

${clouds.map(sectionOf).join('\n')}`;
