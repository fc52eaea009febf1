import { type Arn, typeOf } from '../clouds/arn.ts';
import { type Rule, ruleBetween } from '../clouds/catalogue.ts';
import type { Resource } from '../clouds/provider.ts';
import type { Tags } from '../model/tags.ts';
import type { AccountSettings, RuleSetting } from '../settings/settings.ts';
import { isInScope, keyFilterOf, whyNotInheritable } from './scope.ts';

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

/** The tags a resource should have inherited, key → winner, and the associations they come from, in order of precedence. */
export type Desired = {
  readonly winners: ReadonlyMap<string, Winner>;
  readonly associations: readonly Association[];
};

/** Closest primary first, then the smaller name: the winner never depends on arrival. */
const byPrecedence = (left: Association, right: Association): number =>
  left.rule.rank - right.rule.rank || (left.primary.arn < right.primary.arn ? -1 : 1);

/** The associations of a resource that stand under an enabled rule, in order of precedence. */
export const associationsOf = ({ resource, parents, settings }: Inputs): readonly Association[] => {
  const type = typeOf(resource.arn);
  const associations: Association[] = [];
  for (const arn of resource.parents) {
    const primary = parents.get(arn);
    const rule = ruleBetween(typeOf(arn), type);
    const setting = rule && settings.rules.get(rule.settingName);
    if (primary && rule && setting?.status === 'Enable') {
      associations.push({ rule, setting, primary });
    }
  }
  return associations.sort(byPrecedence);
};

/** A primary's tags, and those of its keys that do not flow; undefined for none, as of most. */
type Offer = { readonly tags: Tags; readonly stopped: ReadonlySet<string> | undefined };

const isOffered = (offers: readonly Offer[], key: string): boolean => {
  for (const { tags, stopped } of offers) {
    if (tags.has(key) && stopped?.has(key) !== true) return true;
  }
  return false;
};

/**
 * Calls back once for each key that the resource should have inherited, with the first association
 * that gives it.
 * @param associations in order of precedence
 */
export const eachWinner = (
  associations: readonly Association[],
  visit: (key: string, value: string, association: Association) => void,
): void => {
  const closer: Offer[] = [];
  for (const association of associations) {
    const { tags } = association.primary;
    const filter = keyFilterOf(association.rule, association.setting);
    const stopped: string[] = [];
    // Asks the few closer primaries' tags rather than a Map of what was won, and makes no pairs: this
    // is done for each tag of each parent in each look.
    tags.forEach((value, key) => {
      if (isOffered(closer, key)) return;
      const flows = isInScope(filter, key) && whyNotInheritable(filter, key, value) === undefined;
      if (flows) visit(key, value, association);
      else stopped.push(key);
    });
    closer.push({ tags, stopped: stopped.length === 0 ? undefined : new Set(stopped) });
  }
};

/** The winner of each key that an association gives. */
export const winnersOf = (associations: readonly Association[]): Desired['winners'] => {
  const winners = new Map<string, Winner>();
  eachWinner(associations, (key, value, association) => {
    winners.set(key, { ...association, key, value });
  });
  return winners;
};

/** Computes what a resource should have inherited, from state alone. */
export const desiredTags = (inputs: Inputs): Desired => {
  const associations = associationsOf(inputs);
  return { winners: winnersOf(associations), associations };
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
