import { type Arn, typeOf } from '../clouds/arn.ts';
import { ruleBetween, rulesFrom, type SettingName } from '../clouds/catalogue.ts';
import type { ResourceType } from '../clouds/resource-types.ts';
import type { KeyExplanation } from '../engine/explain.ts';
import type { ParentVerdict } from '../engine/explain-parents.ts';
import { type ExplainDeps, explainResource } from '../engine/explain-resource.ts';
import { leftInPage, placeAfter, readPlaceInList, writePlaceInList } from './place-in-list.ts';

/** One key of an heir, and what comes there of the primary's tag. */
export type HeirKey = Omit<KeyExplanation, 'parents'> & {
  readonly verdict: ParentVerdict | 'not a parent any more';
};

/** A resource that hangs on a primary, or once inherited from it. */
export type Heir = {
  readonly resource: Arn;
  readonly type: ResourceType;
  readonly rule: SettingName | null;
  readonly exists: boolean;
  readonly keys: readonly HeirKey[];
};

export type HeirsOf = {
  readonly primary: Arn;
  /** Only heirs under this rule; undefined: under all. */
  readonly rule: SettingName | undefined;
  /** Only this key; undefined: all that the primary has, or that came from it. */
  readonly key: string | undefined;
};

/** Some heirs; `next` is null at the end. */
export type HeirPage = { readonly items: readonly Heir[]; readonly next: string | null };

type PageOf = { readonly cursor: string | undefined; readonly limit: number };

/** The ledger's name in a cursor, beside the SettingNames. */
const ledgerName = 'ledger';

const explainHeir = async (
  deps: ExplainDeps,
  heir: Arn,
  { primary, key }: HeirsOf,
): Promise<{ readonly heir: Heir; readonly isParent: boolean }> => {
  const { exists, keys } = await explainResource(deps, heir, key);
  const isParent = keys.some(({ parents }) => parents.some((each) => each.primary === primary));
  const told = keys.flatMap(({ parents, chain, ...rest }): readonly HeirKey[] => {
    const view = parents.find((each) => each.primary === primary);
    const cameFromIt = chain[0]?.inherited?.primary === primary;
    const isAsked = key !== undefined || cameFromIt || (view?.value ?? null) !== null;
    return isAsked ? [{ ...rest, verdict: view?.verdict ?? 'not a parent any more' }] : [];
  });
  const type = typeOf(heir);
  const rule = ruleBetween(typeOf(primary), type)?.settingName ?? null;
  return { heir: { resource: heir, type, rule, exists, keys: told }, isParent };
};

/**
 * Lists what hangs on a primary by the cloud, rule by rule, whether the rules are on or not, and then
 * what the ledger has from it that hangs there no more. A page may hold fewer than wanted.
 * @throws InvalidInputError `InvalidParameter.Cursor`
 */
export const listHeirsOf = async (
  deps: ExplainDeps,
  wanted: HeirsOf,
  { cursor, limit }: PageOf,
): Promise<HeirPage> => {
  const { primary, rule } = wanted;
  const rules = rulesFrom(typeOf(primary)).filter(
    ({ settingName }) => rule === undefined || settingName === rule,
  );
  const sources = [...rules.map(({ settingName }) => settingName), ledgerName];
  const place = readPlaceInList(cursor, sources);
  const source = rules[place.index];
  const { items, next } =
    source === undefined
      ? await deps.ledger.heirs(primary, place.page)
      : await deps.cloud.heirs(primary, source.associated, place.page);
  const left = leftInPage(items, place);
  const some = left.slice(0, limit);
  const explained = await Promise.all(some.map((heir) => explainHeir(deps, heir, wanted)));
  const heirs = explained.flatMap(({ heir, isParent }) => {
    const isOfRule = rule === undefined || heir.rule === rule;
    // Those that still hang there were listed by the cloud.
    return source !== undefined || (isOfRule && !isParent) ? [heir] : [];
  });
  const after = placeAfter(place, some, { isAll: some.length === left.length, next });
  return { items: heirs, next: writePlaceInList(after, sources) };
};
