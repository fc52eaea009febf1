import { type Arn, parseArn, typeOf } from '../clouds/arn.ts';
import { type Rule, rulesFrom } from '../clouds/catalogue.ts';
import { isHandled } from '../clouds/regions.ts';
import { allItems, invalidCursor, mayBeginAgain, type Page } from '../model/page.ts';
import type { AccountSettings } from '../settings/settings.ts';
import type { Eyes } from './observe.ts';
import { primaryTypesBelow } from './reach.ts';

export type HeirsRequest = {
  readonly primary: Arn;
  /** `next` of the page before; null for the first. */
  readonly cursor: string | null;
};

/** Some heirs; one may be named twice. `next` is null at the end. */
export type HeirsPage = { readonly items: readonly Arn[]; readonly next: string | null };

/** The ledger's name in a cursor, beside the SettingNames. */
const ledgerName = 'ledger';

/** Where heirs are listed from: the cloud under one rule, or (without a rule) the ledger. */
type Source = { readonly name: string; readonly rule: Rule | undefined; readonly isOn: boolean };

/** Where a listing of heirs goes on. */
type Position = {
  /** Of the source. */
  readonly name: string;
  /** How often the source began again because its cursor had expired. */
  readonly restarts: number;
  /** The source's own cursor. */
  readonly inner: string | undefined;
};

const againMark = ' again ';

/** A cursor is the source it stands in, with how often it began again, a line break, and the source's own cursor. */
const readPosition = (cursor: string): Position => {
  const at = cursor.indexOf('\n');
  if (at === -1) throw invalidCursor(cursor);
  const [name = '', restarts = '0'] = cursor.slice(0, at).split(againMark);
  return { name, restarts: Number(restarts) || 0, inner: cursor.slice(at + 1) || undefined };
};

const writePosition = ({ name, restarts, inner = '' }: Position): string =>
  `${name}${restarts === 0 ? '' : `${againMark}${restarts}`}\n${inner}`;

const pageOf = (
  { cloud, ledger }: Eyes,
  primary: Arn,
  { source, inner }: { readonly source: Source; readonly inner: string | undefined },
): Promise<Page<Arn>> =>
  source.rule === undefined
    ? ledger.heirs(primary, inner)
    : cloud.heirs(primary, source.rule.associated, inner);

/** True when some rule from its type is on, so that a resource may have heirs. */
export const mayHaveHeirs = ({ feature, rules }: AccountSettings, primary: Arn): boolean =>
  feature === 'Enable' &&
  rulesFrom(typeOf(primary)).some(({ settingName }) => rules.get(settingName)?.status === 'Enable');

/**
 * Lists who may be out of date when a primary changed: its heirs by the cloud under every rule that
 * is on, then its heirs by the ledger, which includes those it no longer has and must be released. A source
 * whose cursor has expired begins again, after an empty page.
 */
export const heirsPage = async (eyes: Eyes, request: HeirsRequest): Promise<HeirsPage> => {
  const ref = parseArn(request.primary);
  if (!isHandled(eyes.regions, ref)) return { items: [], next: null };
  const settings = await eyes.settings.read(ref.accountId);
  if (settings.feature !== 'Enable') return { items: [], next: null };

  const rules = rulesFrom(ref.type);
  const isOn = ({ settingName }: Rule) => settings.rules.get(settingName)?.status === 'Enable';
  const sources: readonly Source[] = [
    ...rules.map((rule) => ({ name: rule.settingName, rule, isOn: isOn(rule) })),
    { name: ledgerName, rule: undefined, isOn: rules.some(isOn) },
  ];
  const start = request.cursor === null ? undefined : readPosition(request.cursor);
  const at = start === undefined ? 0 : sources.findIndex(({ name }) => name === start.name);
  // A rule may have been turned off between two pages: then go on with the next source.
  const [source, following] = sources.slice(Math.max(0, at)).filter((each) => each.isOn);
  if (source === undefined) return { items: [], next: null };

  const isThere = source.name === start?.name;
  const { inner, restarts } = isThere ? start : { inner: undefined, restarts: 0 };
  const { name } = source;
  try {
    const { items, next } = await pageOf(eyes, request.primary, { source, inner });
    if (next !== undefined) return { items, next: writePosition({ name, restarts, inner: next }) };
    if (following === undefined) return { items, next: null };
    const after = { name: following.name, restarts: 0, inner: undefined };
    return { items, next: writePosition(after) };
  } catch (failure) {
    if (!mayBeginAgain(failure, inner, restarts)) throw failure;
    const again = { name, restarts: restarts + 1, inner: undefined };
    return { items: [], next: writePosition(again) };
  }
};

/** Primaries that an event means without naming them: they hang on the resource that it names. */
export const primariesBelow = async (
  { cloud, regions, settings }: Eyes,
  named: Arn,
  eventName: string,
): Promise<readonly Arn[]> => {
  const ref = parseArn(named);
  const types = primaryTypesBelow(ref.type, eventName);
  if (types.length === 0 || !isHandled(regions, ref)) return [];
  if ((await settings.read(ref.accountId)).feature !== 'Enable') return [];
  const found: Arn[] = [];
  for (const below of types) {
    found.push(...(await allItems((cursor) => cloud.heirs(named, below, cursor))));
  }
  return found;
};
