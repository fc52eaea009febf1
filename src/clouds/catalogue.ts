import { clouds } from '#clouds';
import type { ResourceType, Rule, SettingName } from './cloud.ts';

export type { Rule, SettingName } from './cloud.ts';

/** The rules of all clouds, cloud by cloud, in the order of each one's list. */
export const catalogue: readonly Rule[] = clouds.flatMap(({ rules }) => rules);

const rulesByName: ReadonlyMap<string, Rule> = new Map(
  catalogue.map((rule) => [rule.settingName, rule]),
);

/** associated type → primary type → rule */
const rulesByPair: ReadonlyMap<ResourceType, ReadonlyMap<ResourceType, Rule>> = new Map(
  [...Map.groupBy(catalogue, ({ associated }) => associated)].map(([associated, rules]) => [
    associated,
    new Map(rules.map((rule) => [rule.primary, rule])),
  ]),
);

/** The rule of this exact name, if there is one. */
export const findRule = (name: string): Rule | undefined => rulesByName.get(name);

/** True for the exact name of a rule. */
export const isSettingName = (name: string): name is SettingName => rulesByName.has(name);

/** The rule between two types; a pair of types never has more than one. */
export const ruleBetween = (primary: ResourceType, associated: ResourceType): Rule | undefined =>
  rulesByPair.get(associated)?.get(primary);

/** True for a type of resources that inherit under some rule. */
export const mayInherit = (type: ResourceType): boolean => rulesByPair.has(type);

/** The rules whose tags flow from resources of this type. */
export const rulesFrom = (primary: ResourceType): readonly Rule[] =>
  catalogue.filter((rule) => rule.primary === primary);
