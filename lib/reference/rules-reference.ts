import { catalogue } from '../../src/clouds/catalogue.ts';
import { supportedRegions } from '../../src/clouds/regions.ts';

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** Makes `docs/rules.md` from the catalogue. */
export const rulesReference = (): string => {
  const rows = catalogue.map(
    ({ settingName, primary, associated, removesOnDetach, supportsExisting }) =>
      `| \`${settingName}\` | ${primary} | ${associated} | ${yesNo(removesOnDetach)} | ${yesNo(supportsExisting)} |`,
  );
  const calls = catalogue.map(
    ({ settingName, calls: watched }) =>
      `- \`${settingName}\`: ${watched.map((call) => `\`${call}\``).join(', ')}`,
  );
  const regions = [...supportedRegions].map(([id, name]) => `| \`${id}\` | ${name} |`);
  return `# Rules

Made by \`npm run docs\` from \`src/clouds\`; a test keeps it true.

Tags flow from the primary to the associated resource. *Removes on detach*: the inherited tags go when
the association ends. *Existing*: Apply To Existing Resources is supported.

| SettingName | primary | associated | removes on detach | existing |
|---|---|---|---|---|
${rows.join('\n')}

## Calls that make, end or change an association

The names are those of the audit trail. Every rule also watches the tag calls of both of its types and
those of the unified Tag API.

${calls.join('\n')}

## Regions

Events of these ${supportedRegions.size} regions are handled; those of others touch nothing.

| region | name |
|---|---|
${regions.join('\n')}
`;
};
