import { createHash } from 'node:crypto';
import { type Arn, parseArn, typeOf } from '../clouds/arn.ts';
import {
  catalogue,
  findRule,
  type Rule,
  ruleBetween,
  rulesFrom,
  type SettingName,
} from '../clouds/catalogue.ts';
import type { Sights } from '../clouds/provider.ts';
import { seenIn } from '../clouds/sights.ts';
import { isThrottle } from '../model/errors.ts';
import type { AccountSettings } from '../settings/settings.ts';
import type { Eyes } from './observe.ts';
import type { Path } from './place.ts';
import { apart, known, type Lister, nothing, type Walk, walkInto, walkOver } from './walk.ts';

/** Resources a chunk of these walks holds unless the caller wants fewer. */
const usualChunk = 50;

/** Every n-th resource of a listing, by its name: the same ones each time, in whatever order they come. */
export type WalkSlice = { readonly index: number; readonly of: number };

export type WalkOptions = {
  /** Of the primaries, or of what hangs on them where that is listed; all unless given. */
  readonly slice?: WalkSlice | undefined;
  /** Where to go on; empty for the beginning. */
  readonly path?: Path;
  /** Resources a chunk holds at the most. */
  readonly chunkSize?: number;
};

const isIn = ({ index, of }: WalkSlice, name: string): boolean =>
  createHash('sha256').update(name).digest().readUInt32BE(0) % of === index;

/** A listing of which nothing but a slice is told. */
const sliceOf =
  (list: Lister<Arn>, slice: WalkSlice | undefined): Lister<Arn> =>
  async (cursor) => {
    const page = await list(cursor);
    return slice === undefined
      ? page
      : { ...page, items: page.items.filter((item) => isIn(slice, item)) };
  };

/** What hangs on one resource under one rule. */
const heirsBy = (eyes: Eyes, primary: Arn, rule: Rule, path: Path, size: number): Walk =>
  walkOver((cursor) => eyes.cloud.heirs(primary, rule.associated, cursor), path, {
    size,
    reach: [primary],
  });

/**
 * Every association of a rule in an account, as the cloud knows them: from the associated end where the cloud
 * tells them there, each resource once; elsewhere primary by primary, and a primary whose heirs cannot be listed
 * is passed over, and told in a chunk of its own.
 */
export const walkRule = (
  eyes: Eyes,
  { accountId, settingName }: { readonly accountId: string; readonly settingName: SettingName },
  { path = [], chunkSize = usualChunk, slice }: WalkOptions = {},
): Walk => {
  const rule = findRule(settingName);
  if (rule === undefined) return nothing();
  const hanging = eyes.cloud.hanging?.(accountId, rule);
  if (hanging !== undefined) {
    return walkOver(sliceOf(hanging, slice), path, { size: chunkSize, reach: [settingName] });
  }
  const primaries = (cursor: string | undefined) =>
    eyes.cloud.list(accountId, rule.primary, cursor);
  return walkInto(sliceOf(primaries, slice), path, (primary, inner) =>
    apart(heirsBy(eyes, primary, rule, inner, chunkSize)),
  );
};

const isOn = ({ feature, rules }: AccountSettings, { settingName }: Rule): boolean =>
  feature === 'Enable' && rules.get(settingName)?.status === 'Enable';

/** True for a rule that is on and applies to existing resources. */
const appliesToExisting = ({ feature, rules }: AccountSettings, { settingName }: Rule): boolean =>
  feature === 'Enable' && (rules.get(settingName)?.backfillId ?? null) !== null;

async function* walkExistingRule(
  eyes: Eyes,
  accountId: string,
  rule: Rule,
  options: WalkOptions,
): Walk {
  const { settingName } = rule;
  const account = await eyes.settings.read(accountId);
  if (appliesToExisting(account, rule)) yield* walkRule(eyes, { accountId, settingName }, options);
}

const allRules: readonly Rule[] = catalogue;
const existingNames = allRules
  .filter(({ supportsExisting }) => supportsExisting)
  .map(({ settingName }) => settingName);

/** One account, or all that ever had settings. */
const accountsIn = (eyes: Eyes, accountId: string | null): Lister<string> =>
  accountId === null ? eyes.settings.accounts : known([accountId]);

/** All associations under rules that apply to existing resources, whether the ledger knows them or not. */
const walkExisting = (
  eyes: Eyes,
  accountId: string | null,
  { path = [], ...options }: WalkOptions,
): Walk =>
  walkInto(accountsIn(eyes, accountId), path, (account, inAccount) =>
    // Rules that do not apply are in the list, too, so that a place in it never gets lost.
    walkInto(known(existingNames), inAccount, (name, inRule) => {
      const rule = findRule(name);
      return rule === undefined
        ? nothing()
        : apart(walkExistingRule(eyes, account, rule, { ...options, path: inRule }));
    }),
  );

/** @throws a throttle that kept the cloud from telling of some resource: nobody should ask for more */
const assertNotThrottled = (sights: Sights): void => {
  for (const sight of sights.values()) {
    if (sight.kind === 'cannot-tell' && isThrottle(sight.error)) throw sight.error;
  }
};

/**
 * Heirs by the ledger that do not hang on the primary any more under a rule that is on, or of which that
 * cannot be said.
 */
const formerHeirs = async (
  { cloud, ledger }: Eyes,
  primary: Arn,
  account: AccountSettings,
  cursor: string | undefined,
) => {
  const page = await ledger.heirs(primary, cursor);
  if (page.items.length === 0) return page;
  const heirs = await cloud.describe(page.items);
  assertNotThrottled(heirs);
  const isPrimaryThere = seenIn(await cloud.describe([primary]), primary) !== undefined;
  const hangs = (heir: Arn): boolean => {
    const rule = ruleBetween(typeOf(primary), typeOf(heir));
    const sight = heirs.get(heir);
    const isAssociated = sight?.kind === 'present' && sight.resource.parents.includes(primary);
    return rule !== undefined && isOn(account, rule) && isPrimaryThere && isAssociated;
  };
  return { ...page, items: page.items.filter((heir) => !hangs(heir)) };
};

/** The name under which the ledger stands beside the SettingNames. */
const ledgerName = 'ledger';

/** What one primary of the ledger has by the cloud, and what it once had. */
async function* walkPrimary(eyes: Eyes, primary: Arn, path: Path, chunkSize: number): Walk {
  const { type, accountId } = parseArn(primary);
  const account = await eyes.settings.read(accountId);
  const rules = rulesFrom(type);
  if (!rules.some((rule) => isOn(account, rule))) return;
  const sources = [...rules.map(({ settingName }) => settingName), ledgerName];
  yield* walkInto(known(sources), path, (source, inner) => {
    const rule = findRule(source);
    if (rule === undefined) {
      const former = (cursor: string | undefined) => formerHeirs(eyes, primary, account, cursor);
      return apart(walkOver(former, inner, { size: chunkSize, reach: [] }));
    }
    const isHere = isOn(account, rule) && !appliesToExisting(account, rule);
    return isHere ? apart(heirsBy(eyes, primary, rule, inner, chunkSize)) : nothing();
  });
}

/** Every primary that the ledger knows: its heirs of now, and those it no longer has. */
const walkLedger = (
  eyes: Eyes,
  accountId: string | null,
  { path = [], chunkSize = usualChunk, slice }: WalkOptions,
): Walk =>
  walkInto(accountsIn(eyes, accountId), path, (account, inAccount) =>
    walkInto(
      sliceOf((cursor) => eyes.ledger.primaries(account, cursor), slice),
      inAccount,
      (primary, inner) => apart(walkPrimary(eyes, primary, inner, chunkSize)),
    ),
  );

/** Has the ledger put what is stored in an older schema to where the walk looks; finds nothing. */
const renewLedger = ({ ledger }: Eyes, path: Path, size: number): Walk =>
  walkOver(ledger.renew, path, { size, reach: [] });

/** What a sweep walks through. A place in a list of before that is not here begins at the first. */
const sweepParts = ['renewal', 'existing', 'accounts'] as const;

/**
 * Everything that may have drifted or whose event was lost, each association once: all there is
 * under rules that apply to existing resources; under the other rules what hangs on a primary that
 * the ledger knows; and what the ledger knows that hangs there no more. What cannot be read is passed
 * over, and told in a chunk of its own.
 * @param accountId null for all accounts
 */
export const walkSweep = (
  eyes: Eyes,
  accountId: string | null,
  { path = [], chunkSize = usualChunk, slice }: WalkOptions = {},
): Walk =>
  walkInto(known(sweepParts), path, (part, inner) => {
    const options = { path: inner, chunkSize, slice };
    switch (part) {
      case 'renewal':
        // Each slice needs all of it, and what is renewed already is passed over.
        return renewLedger(eyes, inner, chunkSize);
      case 'existing':
        return walkExisting(eyes, accountId, options);
      case 'accounts':
        return walkLedger(eyes, accountId, options);
    }
  });
