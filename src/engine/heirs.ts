import { type Arn, parseArn } from '../model/arn.ts';
import { InvalidInputError } from '../model/errors.ts';
import { rulesFrom, type SettingName } from '../rules/catalogue.ts';
import type { Eyes } from './observe.ts';

export type HeirsRequest = {
  readonly primary: Arn;
  /** Only heirs under this rule; null for all rules that are on and for what the ledger knows. */
  readonly rule: SettingName | null;
  /** `next` of the page before; null for the first. */
  readonly cursor: string | null;
};

/** Some heirs; one may be named twice. `next` is null at the end. */
export type HeirsPage = { readonly items: readonly Arn[]; readonly next: string | null };

/** The ledger's name in a cursor, beside the SettingNames. */
const ledgerSource = 'ledger';

/** A cursor is the source it stands in, a line break, and that source's own cursor. */
const splitCursor = (cursor: string): { source: string; inner: string | undefined } => {
  const at = cursor.indexOf('\n');
  if (at === -1) {
    throw new InvalidInputError({
      code: 'InvalidCursor',
      message: `"${cursor.slice(0, 100)}" is not a cursor of a listing of heirs`,
    });
  }
  return { source: cursor.slice(0, at), inner: cursor.slice(at + 1) || undefined };
};

/**
 * Lists who may be out of date when a primary changed: its heirs by the cloud under every rule that
 * is on, then its heirs by the ledger, which includes those it no longer has and must be released.
 */
export const heirsPage = async (eyes: Eyes, request: HeirsRequest): Promise<HeirsPage> => {
  const { type, accountId } = parseArn(request.primary);
  const settings = await eyes.settings.read(accountId);
  if (settings.feature !== 'Enable') return { items: [], next: null };

  const rules = rulesFrom(type).filter(
    ({ settingName }) =>
      settings.rules.get(settingName)?.status === 'Enable' &&
      (request.rule === null || request.rule === settingName),
  );
  const sources: readonly string[] = [
    ...rules.map(({ settingName }) => settingName),
    ...(request.rule === null && rules.length > 0 ? [ledgerSource] : []),
  ];
  const start =
    request.cursor === null
      ? { source: sources[0], inner: undefined }
      : splitCursor(request.cursor);
  const at = sources.findIndex((source) => source === start.source);
  const source = sources[at];
  // A rule may have been turned off between two pages; then its heirs are nobody's business.
  if (source === undefined) return { items: [], next: null };

  const associated = rules.find(({ settingName }) => settingName === source)?.associated;
  const page =
    associated === undefined
      ? await eyes.ledger.heirs(request.primary, start.inner)
      : await eyes.cloud.heirs(request.primary, associated, start.inner);
  const following = sources[at + 1];
  if (page.next !== undefined) return { items: page.items, next: `${source}\n${page.next}` };
  return { items: page.items, next: following === undefined ? null : `${following}\n` };
};
