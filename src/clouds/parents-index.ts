import type { Clock } from '../model/clock.ts';
import { allItems, type Page } from '../model/page.ts';
import { type Arn, parseArn } from './arn.ts';
import type { AccountRegion } from './call.ts';
import type { Call } from './provider.ts';

/** A primary, and all that hangs on it. */
export type Held = { readonly primary: Arn; readonly heirs: readonly Arn[] };

export type ParentsIndexOptions = {
  /** Lists the primaries of an account in a region with what hangs on each, in pages. */
  readonly list: (
    scope: AccountRegion,
    cursor: string | undefined,
    call: Call,
  ) => Promise<Page<Held>>;
  readonly clock: Clock;
  /** How long what was listed is believed, from when the listing began. Seconds. */
  readonly keepSeconds: number;
};

/**
 * Tells what resources hang on where a cloud tells associations from the primary's side only, by listing all
 * primaries with what hangs on them. What it says is at most `keepSeconds` old, and younger for a primary whose heirs were
 * listed since. An association that was made meanwhile is not seen, and one that ended still is: whoever must
 * not miss it lists the heirs of the primary, and the sweep finds what nobody did.
 */
export type ParentsIndex = {
  /**
   * @param heirs of one account and region
   * @returns the primaries of each; none for one that hangs on none
   * @throws why the primaries could not be listed: then nothing can be told
   */
  readonly parentsOf: (
    heirs: readonly Arn[],
    call: Call,
  ) => Promise<ReadonlyMap<Arn, readonly Arn[]>>;
  /** Takes over what a listing of a primary's heirs has just shown. @param isAll it showed all of them */
  readonly learn: (primary: Arn, heirs: readonly Arn[], isAll: boolean) => void;
};

/** What hangs on a primary, and when that was asked. */
type Known = { readonly at: number; readonly heirs: ReadonlySet<Arn>; readonly isAll: boolean };

/** What was listed for one account and region: primary → heirs. */
type Listing = { readonly at: number; readonly known: Promise<ReadonlyMap<Arn, Known>> };

const nameOf = ({ accountId, region }: AccountRegion): string => `${accountId} ${region}`;

/** Opens an index of what hangs on the primaries of one type. */
export const createParentsIndex = ({
  list,
  clock,
  keepSeconds,
}: ParentsIndexOptions): ParentsIndex => {
  const listings = new Map<string, Listing>();
  const learned = new Map<Arn, Known>();

  const isFresh = ({ at }: { readonly at: number }): boolean => clock() < at + keepSeconds * 1000;

  const listAll = async (scope: AccountRegion, call: Call): Promise<ReadonlyMap<Arn, Known>> => {
    const at = clock();
    const all = await allItems((cursor) => list(scope, cursor, call));
    return new Map(
      [...all].map(({ primary, heirs }) => [primary, { at, heirs: new Set(heirs), isAll: true }]),
    );
  };

  const listingOf = (scope: AccountRegion, call: Call): Listing => {
    const name = nameOf(scope);
    const last = listings.get(name);
    if (last !== undefined && isFresh(last)) return last;
    const listing = { at: clock(), known: listAll(scope, call) };
    listings.set(name, listing);
    // What failed is asked again by whoever comes next.
    listing.known.catch(() => {
      if (listings.get(name) === listing) listings.delete(name);
    });
    return listing;
  };

  /** By what was asked last. */
  const isParent = (primary: Arn, listed: Known | undefined, heir: Arn): boolean => {
    const since = learned.get(primary);
    if (since === undefined || since.at < (listed?.at ?? 0))
      return listed?.heirs.has(heir) === true;
    if (since.heirs.has(heir) || since.isAll) return since.heirs.has(heir);
    return listed?.heirs.has(heir) === true;
  };

  const forgetOld = (): void => {
    for (const [primary, known] of learned) if (!isFresh(known)) learned.delete(primary);
  };

  return {
    parentsOf: async (heirs, call) => {
      const [first] = heirs;
      if (first === undefined) return new Map();
      const scope = parseArn(first);
      const known = await listingOf(scope, call).known;
      forgetOld();
      const candidates = new Set([...known.keys(), ...learned.keys()]);
      return new Map(
        heirs.map((heir) => [
          heir,
          [...candidates].filter((primary) => isParent(primary, known.get(primary), heir)),
        ]),
      );
    },

    learn: (primary, heirs, isAll) => {
      forgetOld();
      learned.set(primary, { at: clock(), heirs: new Set(heirs), isAll });
    },
  };
};
