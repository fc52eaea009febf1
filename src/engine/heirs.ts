import { type Arn, parseArn } from '../clouds/arn.ts';
import { type Rule, rulesFrom } from '../clouds/catalogue.ts';
import { invalidCursor } from '../model/page.ts';
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

/** A cursor is the source it stands in, a line break, and that source's own cursor. */
const splitCursor = (cursor: string): { name: string; inner: string | undefined } => {
  const at = cursor.indexOf('\n');
  if (at === -1) throw invalidCursor(cursor);
  return { name: cursor.slice(0, at), inner: cursor.slice(at + 1) || undefined };
};

/**
 * Lists who may be out of date when a primary changed: its heirs by the cloud under every rule that
 * is on, then its heirs by the ledger, which includes those it no longer has and must be released.
 */
export const heirsPage = async (eyes: Eyes, request: HeirsRequest): Promise<HeirsPage> => {
  const { type, accountId, region } = parseArn(request.primary);
  if (!eyes.regions.has(region)) return { items: [], next: null };
  const settings = await eyes.settings.read(accountId);
  if (settings.feature !== 'Enable') return { items: [], next: null };

  const rules = rulesFrom(type);
  const isOn = ({ settingName }: Rule) => settings.rules.get(settingName)?.status === 'Enable';
  const sources: readonly Source[] = [
    ...rules.map((rule) => ({ name: rule.settingName, rule, isOn: isOn(rule) })),
    { name: ledgerName, rule: undefined, isOn: rules.some(isOn) },
  ];
  const start = request.cursor === null ? undefined : splitCursor(request.cursor);
  const at = start === undefined ? 0 : sources.findIndex(({ name }) => name === start.name);
  // A rule may have been turned off between two pages: then go on with the next source.
  const [source, following] = sources.slice(Math.max(0, at)).filter((each) => each.isOn);
  if (source === undefined) return { items: [], next: null };

  const inner = source.name === start?.name ? start.inner : undefined;
  const page =
    source.rule === undefined
      ? await eyes.ledger.heirs(request.primary, inner)
      : await eyes.cloud.heirs(request.primary, source.rule.associated, inner);
  if (page.next !== undefined) return { items: page.items, next: `${source.name}\n${page.next}` };
  return { items: page.items, next: following === undefined ? null : `${following.name}\n` };
};

/** Primaries that an event means without naming them: they hang on the resource that it names. */
export const primariesBelow = async (
  { cloud, regions, settings }: Eyes,
  named: Arn,
  eventName: string,
): Promise<readonly Arn[]> => {
  const { type, accountId, region } = parseArn(named);
  const types = primaryTypesBelow(type, eventName);
  if (types.length === 0 || !regions.has(region)) return [];
  if ((await settings.read(accountId)).feature !== 'Enable') return [];
  const found: Arn[] = [];
  for (const below of types) {
    let cursor: string | undefined;
    do {
      const page = await cloud.heirs(named, below, cursor);
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
  }
  return found;
};
