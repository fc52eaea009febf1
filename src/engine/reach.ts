import { type Arn, typeOf } from '../clouds/arn.ts';
import { endsAssociations, isTagCallOf, namesWhatItMakes } from '../clouds/calls.ts';
import {
  catalogue,
  type Rule,
  ruleBetween,
  rulesFrom,
  type SettingName,
} from '../clouds/catalogue.ts';
import type { ResourceType } from '../clouds/resource-types.ts';
import type { Reach } from '../queue/reach.ts';
import type { Association } from './desired.ts';

const mayMake = ({ calls, associated }: Rule, eventName: string): boolean =>
  !endsAssociations(associated, eventName) && calls.some((call) => call.endsWith(`:${eventName}`));

/**
 * The reach of a look at a resource that an event names: the rules whose associations the call makes.
 * A change of its own tags is no news of what it inherits.
 */
export const reachOfNamed = (arn: Arn, eventName: string): Reach => {
  const rules: readonly Rule[] = catalogue;
  return rules
    .filter((rule) => rule.associated === typeOf(arn) && mayMake(rule, eventName))
    .map(({ settingName }) => settingName);
};

/**
 * The reach of looks at the heirs of a resource that an event names: the resource, when its tags
 * changed or the call may have made it a primary.
 */
export const reachOfHeirs = (primary: Arn, eventName: string): Reach => {
  const type = typeOf(primary);
  const isNewPrimary =
    !namesWhatItMakes(type, eventName) && rulesFrom(type).some((rule) => mayMake(rule, eventName));
  return isTagCallOf(type, eventName) || isNewPrimary ? [primary] : [];
};

/**
 * Types of primaries to which a call may have given heirs although it names only what they hang on: a
 * snapshot group may name the instance alone, and its disks have the snapshots.
 */
export const primaryTypesBelow = (
  named: ResourceType,
  eventName: string,
): readonly ResourceType[] => {
  const rules: readonly Rule[] = catalogue;
  return rules
    .filter(({ primary, associated }) => primary !== named && associated !== named)
    .filter((rule) => mayMake(rule, eventName) && ruleBetween(named, rule.primary) !== undefined)
    .map(({ primary }) => primary);
};

/**
 * True when a look may act on what an association gives although the ledger knows nothing of it. Where
 * a rule applies to existing resources, nothing has to happen first.
 */
export const isReached = (reach: Reach, { rule, setting, primary }: Association): boolean =>
  setting.backfillId !== null || isNamed(reach, rule.settingName, primary.arn);

/** True when something new is known of an association. */
export const isNamed = (reach: Reach, rule: SettingName, primary: Arn): boolean =>
  reach === 'all' || reach.includes(primary) || reach.includes(rule);
