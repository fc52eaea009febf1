import type { Resource } from '../cloud/provider.ts';
import { type Arn, typeOf } from '../model/arn.ts';
import { type Rule, ruleBetween } from '../rules/catalogue.ts';
import type { AccountSettings, RuleSetting } from '../settings/settings.ts';
import { isInheritable, isInScope, keyFilterOf } from './scope.ts';

/** What `desiredTags` is computed from; all of it is read again by "verify". */
export type Inputs = {
  readonly resource: Resource;
  /** Those of the resource's parents that exist. */
  readonly parents: ReadonlyMap<Arn, Resource>;
  readonly settings: AccountSettings;
};

/** An association that stands under an enabled rule. */
export type Association = {
  readonly rule: Rule;
  readonly setting: RuleSetting;
  readonly primary: Resource;
};

/** The parent's tag that wins a key, and the association it comes by. */
export type Winner = Association & { readonly key: string; readonly value: string };

/** The tags a resource should have inherited, key → winner, and the associations they come from. */
export type Desired = {
  readonly winners: ReadonlyMap<string, Winner>;
  readonly associations: readonly Association[];
};

const associationsOf = ({ resource, parents, settings }: Inputs): readonly Association[] => {
  const type = typeOf(resource.arn);
  return resource.parents.flatMap((arn) => {
    const primary = parents.get(arn);
    const rule = ruleBetween(typeOf(arn), type);
    const setting = rule && settings.rules.get(rule.settingName);
    return primary && rule && setting?.status === 'Enable' ? [{ rule, setting, primary }] : [];
  });
};

/** Closest primary first, then the smaller name: the winner never depends on arrival. */
const byPrecedence = (left: Association, right: Association): number =>
  left.rule.rank - right.rule.rank || (left.primary.arn < right.primary.arn ? -1 : 1);

/** Computes what a resource should have inherited, from state alone. */
export const desiredTags = (inputs: Inputs): Desired => {
  const associations = associationsOf(inputs);
  const winners = new Map<string, Winner>();
  for (const { rule, setting, primary } of associations.toSorted(byPrecedence)) {
    const filter = keyFilterOf(setting);
    // forEach makes no pair of each key and value; pairs were half of all that a plan allocated.
    primary.tags.forEach((value, key) => {
      if (winners.has(key) || !isInScope(filter, key) || !isInheritable(key, value)) return;
      winners.set(key, { rule, setting, primary, key, value });
    });
  }
  return { winners, associations };
};

/**
 * Text that is equal for two states exactly when the engine would want the same of both: winners,
 * standing associations and the settings' version.
 */
export const fingerprint = (inputs: Inputs): string => {
  const { winners, associations } = desiredTags(inputs);
  return JSON.stringify([
    inputs.settings.version,
    associations.map(({ rule, primary }) => [rule.settingName, primary.arn]).sort(),
    [...winners.values()]
      .map(({ key, value, rule, primary }) => [key, value, rule.settingName, primary.arn])
      .sort(),
  ]);
};
