import type { Resource } from '../cloud/provider.ts';
import { type Arn, parseArn } from '../model/arn.ts';
import { type Rule, ruleBetween } from '../rules/catalogue.ts';
import type { AccountSettings, RuleSetting } from '../settings/settings.ts';
import { isInheritable, isInScope } from './scope.ts';

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

/** One parent's value for one key. */
export type Offer = Association & { readonly key: string; readonly value: string };

/** The offer that wins a key, and those that lost, best first. */
export type Winner = Offer & { readonly losers: readonly Offer[] };

/** The tags a resource should have inherited, key → winner, and the associations they come from. */
export type Desired = {
  readonly winners: ReadonlyMap<string, Winner>;
  readonly associations: readonly Association[];
};

const associationsOf = ({ resource, parents, settings }: Inputs): readonly Association[] => {
  const { type } = parseArn(resource.arn);
  return resource.parents.flatMap((arn) => {
    const primary = parents.get(arn);
    const rule = ruleBetween(parseArn(arn).type, type);
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
  const winners = new Map<string, Offer & { readonly losers: Offer[] }>();
  // Associations are put in order, not offers: of those there are as many as tags.
  for (const { rule, setting, primary } of associations.toSorted(byPrecedence)) {
    for (const [key, value] of primary.tags) {
      if (!isInScope(setting, key) || !isInheritable(key, value)) continue;
      const winner = winners.get(key);
      if (winner === undefined) {
        winners.set(key, { rule, setting, primary, key, value, losers: [] });
      } else {
        winner.losers.push({ rule, setting, primary, key, value });
      }
    }
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
