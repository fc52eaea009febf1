import { type Arn, isArn, parseArn, typeOf } from '../clouds/arn.ts';
import { catalogue } from '../clouds/catalogue.ts';
import type { CloudReads, Resource } from '../clouds/provider.ts';
import { type HandledRegions, isHandled } from '../clouds/regions.ts';
import type { ResourceType } from '../clouds/resource-types.ts';
import { allSeenIn, seenIn } from '../clouds/sights.ts';
import type { Ledger, LedgerRecord } from '../ledger/ledger.ts';
import type { KnownSettings } from '../settings/known-settings.ts';
import type { AccountSettings, SettingsStore } from '../settings/settings.ts';
import type { Inputs } from './desired.ts';

export type Eyes = {
  readonly cloud: CloudReads;
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
  readonly regions: HandledRegions;
};

/** The world as one reconcile sees it. */
export type Observation =
  /** Region not handled, feature off, or no rule on that could concern the resource: nothing may be touched. */
  | { readonly kind: 'inactive' }
  | { readonly kind: 'gone'; readonly record: LedgerRecord }
  | { readonly kind: 'present'; readonly record: LedgerRecord; readonly inputs: Inputs };

/** True when the feature is on and some rule that could concern resources of a type is. */
export const mayConcern = (settings: AccountSettings, type: ResourceType): boolean =>
  settings.feature === 'Enable' &&
  catalogue.some(
    ({ associated, settingName }) =>
      associated === type && settings.rules.get(settingName)?.status === 'Enable',
  );

/** True when the feature is on and some rule that could concern the resource is. */
export const concerns = (settings: AccountSettings, arn: Arn): boolean =>
  mayConcern(settings, typeOf(arn));

/** The primaries that a resource inherited from, each once. */
const primariesOf = ({ entries }: LedgerRecord): readonly Arn[] => [
  ...new Set([...entries.values()].map(({ primary }) => primary)),
];

/** Without what it hangs on that no rule knows the type of: an EIP may hang on things nobody inherits from. */
const withKnownParents = (resource: Resource | undefined): Resource | undefined =>
  resource?.parents.every(isArn)
    ? resource
    : resource && { ...resource, parents: resource.parents.filter(isArn) };

/**
 * Reads the inputs of `desiredTags`; undefined when the resource is gone. Its parents are nearly always
 * those that it inherited from: they are read in one call with it, and only others in a second one. One that
 * it does not hang on any more, and that the cloud cannot tell of, does not keep it from being released.
 * @throws why the cloud cannot tell of the resource, or of one of its parents
 */
export const readInputs = async (
  { cloud }: Pick<Eyes, 'cloud'>,
  record: LedgerRecord,
  settings: AccountSettings,
): Promise<Inputs | undefined> => {
  const { arn } = record;
  const sights = await cloud.describe([arn, ...primariesOf(record)]);
  const resource = withKnownParents(seenIn(sights, arn));
  if (resource === undefined) return undefined;
  const others = resource.parents.filter((parent) => !sights.has(parent));
  const unforeseen = others.length === 0 ? [] : await cloud.describe(others);
  const parents = allSeenIn(new Map([...sights, ...unforeseen]), resource.parents);
  return { resource, parents, settings };
};

/**
 * Reads inputs again, in one call for the resource and the parents it had. Undefined when they cannot
 * be the same: the resource is gone or hangs on somebody else, too.
 * @throws why the cloud cannot tell of the resource, or of one of its parents
 */
export const readInputsAgain = async (
  { cloud }: Eyes,
  { resource: { arn, parents } }: Inputs,
  settings: AccountSettings,
): Promise<Inputs | undefined> => {
  const sights = await cloud.describe([arn, ...parents]);
  const resource = withKnownParents(seenIn(sights, arn));
  return resource?.parents.every((parent) => parents.includes(parent))
    ? { resource, parents: allSeenIn(sights, resource.parents), settings }
    : undefined;
};

/**
 * Reads everything a reconcile decides on. The ledger comes before the tags: a plan is written only
 * if the record is still the one read here, so no tag in it can be newer than we think. Settings that
 * are not known yet are asked for together with the record, so that both can be one request.
 */
export const observe = async (
  eyes: Eyes,
  arn: Arn,
  settingsOf: KnownSettings,
): Promise<Observation> => {
  const ref = parseArn(arn);
  if (!isHandled(eyes.regions, ref)) return { kind: 'inactive' };
  const known = settingsOf(ref.accountId);
  const isInactive = !(known instanceof Promise) && !concerns(known, arn);
  if (isInactive) return { kind: 'inactive' };
  const reading = eyes.ledger.read(arn);
  // A record that cannot be read matters only where the settings ask for it.
  reading.catch(() => {});
  const settings = await known;
  if (!concerns(settings, arn)) return { kind: 'inactive' };
  const record = await reading;
  const inputs = await readInputs(eyes, record, settings);
  return inputs === undefined ? { kind: 'gone', record } : { kind: 'present', record, inputs };
};
