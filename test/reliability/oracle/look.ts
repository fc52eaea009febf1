import type { Arn } from '../../../src/clouds/arn.ts';
import { catalogue, findRule, type SettingName } from '../../../src/clouds/catalogue.ts';
import type { ResourceType } from '../../../src/clouds/resource-types.ts';
import type { Customs } from './customs.ts';

/** What an account chose for a rule, as the oracle keeps it. */
export type Choice = {
  readonly isOn: boolean;
  readonly tagKeys: readonly string[];
  readonly excludedKeys: readonly string[];
  readonly appliesToExisting: boolean;
  readonly policy: 'overwrite' | 'keep';
  readonly restores: boolean;
};

/** Changed whenever the rule, or everything, is turned off: what was inherited before is old then. */
export type RuleState = Choice & { readonly era: number };

export type AccountState = {
  readonly isOn: boolean;
  readonly rules: ReadonlyMap<SettingName, RuleState>;
};

/** A tag that the service put there: what, why, and what stood there before. */
export type Owned = {
  readonly value: string;
  readonly rule: SettingName;
  readonly primary: Arn;
  readonly era: number;
  readonly displaced: string | null;
};

/** The rule that was refused a key, and when. */
export type Refused = { readonly rule: SettingName; readonly era: number };

/** A resource's tags, which of them are the service's own, and which keys it was refused. */
export type TagState = {
  readonly tags: ReadonlyMap<string, string>;
  readonly owned: ReadonlyMap<string, Owned>;
  readonly refused: ReadonlyMap<string, Refused>;
};

/**
 * On which associations a look may act beyond what is remembered of its resource: those of these
 * primaries and rules, or all. What existed before its rule waits until its primary is named.
 */
export type Reach = 'all' | readonly (Arn | SettingName)[];

/** What a look leaves to a later one, since reads of the cloud may show what was. Each key is for itself. */
export type Left = {
  /** What could not be taken back. */
  readonly irrevocable: boolean;
  /** What would be forgotten. */
  readonly forgetting: boolean;
  /** What changes no tag: where reads after a write disagree with those before it. */
  readonly recording: boolean;
};

/** All is done at once. */
export const nothingLeft: Left = { irrevocable: false, forgetting: false, recording: false };

export type Surroundings = {
  readonly customs: Pick<Customs, 'isCloudsOwn' | 'isEvidence' | 'isRefused'>;
  readonly type: ResourceType;
  readonly account: AccountState;
  /** Primaries that exist and that the resource hangs on. */
  readonly parents: readonly {
    readonly arn: Arn;
    readonly type: ResourceType;
    readonly tags: ReadonlyMap<string, string>;
  }[];
  readonly mostTags: number;
  /** Keys that the cloud takes from nobody but their owners. */
  readonly refusedKeys: readonly string[];
  readonly reach: Reach;
  readonly left: Left;
};

type Offer = {
  readonly value: string;
  readonly rule: SettingName;
  readonly rank: number;
  readonly primary: Arn;
  readonly setting: RuleState;
};

const flows = ({ tagKeys, excludedKeys }: Choice, key: string): boolean => {
  const isChosen = tagKeys.length === 0 || tagKeys.includes(key);
  const isExcluded = excludedKeys.some((excluded) =>
    excluded.endsWith('*') ? key.startsWith(excluded.slice(0, -1)) : key === excluded,
  );
  return isChosen && !isExcluded;
};

/** Every value that some parent offers for a key, the best first: the closest parent, then the smaller name. */
const offersFor = (
  key: string,
  { type, account, parents, customs }: Surroundings,
): readonly Offer[] =>
  parents
    .flatMap((parent): readonly Offer[] => {
      const rule = catalogue.find(
        ({ primary, associated }) => primary === parent.type && associated === type,
      );
      const setting = rule && account.rules.get(rule.settingName);
      const value = parent.tags.get(key);
      if (!rule || !setting?.isOn || value === undefined || !flows(setting, key)) return [];
      if (customs.isCloudsOwn(key) || customs.isEvidence(key)) return [];
      if (customs.isRefused(key) || customs.isRefused(value)) return [];
      return [{ value, rule: rule.settingName, rank: rule.rank, primary: parent.arn, setting }];
    })
    .sort((left, right) => left.rank - right.rank || (left.primary < right.primary ? -1 : 1));

/** What a look decides on one key. `tag` undefined: no tag; `owned` undefined: not the service's. */
type Verdict = {
  readonly tag: string | undefined;
  readonly owned: Owned | undefined;
  readonly refusedBy?: Refused | undefined;
};

/** What is there of a key before a look. */
type KeyState = Verdict;

const reaches = (reach: Reach, { setting, primary, rule }: Offer): boolean =>
  setting.appliesToExisting ||
  reach === 'all' ||
  reach.some((name) => name === primary || name === rule);

const hangsOn = ({ parents }: Surroundings, { primary }: Owned): boolean =>
  parents.some(({ arn }) => arn === primary);

/** Ours: its rule is on, and it is of this era or still hangs together. Old: on, but neither. Asleep: its rule is off. */
const standing = (
  owned: Owned | undefined,
  around: Surroundings,
): 'none' | 'asleep' | 'old' | 'ours' => {
  if (owned === undefined) return 'none';
  const setting = around.account.rules.get(owned.rule);
  if (!setting?.isOn) return 'asleep';
  return setting.era === owned.era || hangsOn(around, owned) ? 'ours' : 'old';
};

const wanted = (
  { tag, owned, refusedBy }: KeyState,
  { key, best, around }: { key: string; best: Offer; around: Surroundings },
): Verdict => {
  const inherit = (displaced: string | null): Verdict =>
    around.refusedKeys.includes(key) ? { tag, owned, refusedBy: refusal } : write(displaced);
  const write = (displaced: string | null): Verdict => ({
    tag: best.value,
    owned: {
      value: best.value,
      rule: best.rule,
      primary: best.primary,
      era: best.setting.era,
      displaced,
    },
  });
  const how = standing(owned, around);
  const forgotten = how === 'old' ? undefined : owned;
  const { policy, era } = best.setting;
  const refusal = { rule: best.rule, era };
  if (owned === undefined || how !== 'ours') {
    if (tag === best.value) return { tag, owned: forgotten };
    const wasRefused = refusedBy?.rule === best.rule && refusedBy.era === best.setting.era;
    if (!wasRefused && !reaches(around.reach, best)) return { tag, owned: forgotten };
    if (tag === undefined) return inherit(null);
    if (policy === 'keep') return { tag, owned: forgotten, refusedBy: refusal };
    return inherit(owned !== undefined && tag === owned.value ? owned.displaced : tag);
  }
  if (tag === undefined || tag === best.value || tag === owned.value)
    return inherit(owned.displaced);
  return policy === 'overwrite'
    ? inherit(owned.displaced)
    : { tag, owned: undefined, refusedBy: refusal };
};

const unwanted = (
  key: string,
  tag: string | undefined,
  facts: { owned: Owned; around: Surroundings },
): Verdict => {
  const { owned, around } = facts;
  const how = standing(owned, around);
  if (how === 'asleep') return { tag, owned };
  const setting = around.account.rules.get(owned.rule);
  const staysAfterEnd = !hangsOn(around, owned) && findRule(owned.rule)?.removesOnDetach !== true;
  if (how === 'old' || !setting || !flows(setting, key) || tag !== owned.value || staysAfterEnd) {
    return { tag, owned: undefined };
  }
  return {
    tag: setting.restores && owned.displaced !== null ? owned.displaced : undefined,
    owned: undefined,
  };
};

/** A value goes that may be somebody else's, the tag would stay whatever becomes of the association, or one is put back. */
const isIrrevocable = (was: KeyState, verdict: Verdict, around: Surroundings): boolean => {
  if (verdict.tag === was.tag) return false;
  if (verdict.owned === undefined) return verdict.tag !== undefined;
  const isOurs = standing(was.owned, around) === 'ours' && was.owned?.value === was.tag;
  const isTheirs = was.tag !== undefined && !isOurs;
  return isTheirs || findRule(verdict.owned.rule)?.removesOnDetach !== true;
};

/** What a look makes of a key, which may be to leave it as it was. */
const madeOf = (was: KeyState, verdict: Verdict, around: Surroundings): Verdict => {
  const { irrevocable, forgetting, recording } = around.left;
  const isLeft =
    (irrevocable && isIrrevocable(was, verdict, around)) ||
    (forgetting && was.owned !== undefined && verdict.owned === undefined) ||
    (recording && verdict.tag === was.tag);
  return isLeft ? was : verdict;
};

/** Tags that count against the quota. */
export const count = (
  tags: ReadonlyMap<string, string>,
  { isCloudsOwn }: Pick<Customs, 'isCloudsOwn'>,
): number => [...tags.keys()].filter((key) => !isCloudsOwn(key)).length;

/** True when some rule that is on could give this type anything; otherwise the service keeps its hands off. */
const isConcerned = ({ type, account }: Surroundings): boolean =>
  account.isOn &&
  catalogue.some(
    ({ associated, settingName }) => associated === type && account.rules.get(settingName)?.isOn,
  );

/**
 * What a resource is after the service has looked at it: the design's decision table, key by key,
 * then the quota. Slow and plain on purpose; shares nothing with the engine but the nouns.
 */
export const lookedAt = (before: TagState, around: Surroundings): TagState => {
  if (!isConcerned(around)) return before;
  const tags = new Map(before.tags);
  const owned = new Map(before.owned);
  const refused = new Map<string, Refused>();
  const additions: { key: string; place: number; verdict: Verdict; refusal: Refused }[] = [];

  const keys = new Set([
    ...before.owned.keys(),
    ...around.parents.flatMap((parent) => [...parent.tags.keys()]),
  ]);
  for (const key of keys) {
    const [best] = offersFor(key, around);
    const was: KeyState = {
      tag: before.tags.get(key),
      owned: before.owned.get(key),
      refusedBy: before.refused.get(key),
    };
    const decided =
      best !== undefined
        ? wanted(was, { key, best, around })
        : was.owned !== undefined
          ? unwanted(key, was.tag, { owned: was.owned, around })
          : { tag: was.tag, owned: undefined };
    const verdict = madeOf(was, decided, around);
    if (best !== undefined && was.tag === undefined && verdict.tag !== undefined) {
      const place = best.setting.tagKeys.indexOf(key);
      const refusal = { rule: best.rule, era: best.setting.era };
      additions.push({ key, place: place === -1 ? 1000 : place, verdict, refusal });
      continue;
    }
    if (verdict.tag === undefined) tags.delete(key);
    else tags.set(key, verdict.tag);
    if (verdict.owned === undefined) owned.delete(key);
    else owned.set(key, verdict.owned);
    if (verdict.refusedBy !== undefined) refused.set(key, verdict.refusedBy);
  }

  additions.sort((left, right) => left.place - right.place || (left.key < right.key ? -1 : 1));
  for (const { key, verdict, refusal } of additions) {
    const fits = count(tags, around.customs) < around.mostTags;
    if (fits && verdict.tag !== undefined && verdict.owned !== undefined) {
      tags.set(key, verdict.tag);
      owned.set(key, verdict.owned);
    } else refused.set(key, refusal);
  }
  return { tags, owned, refused };
};
