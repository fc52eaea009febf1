import type { Arn } from './arn.ts';
import { type AccountRegion, nameOfSite, siteOf } from './call.ts';
import type { CloudProvider, Sights } from './provider.ts';
import { listRegions } from './region-listing.ts';

export type RoutedCloudOptions = {
  /** What is the same for all accounts and regions. */
  readonly common: Omit<
    CloudProvider,
    'describe' | 'heirs' | 'list' | 'hanging' | 'detached' | 'write'
  >;
  /** Those whose resources are listed, in this order. */
  readonly regions: readonly string[];
  /** Opens a provider for one account and region, with a client and credentials of its own; it lists that region alone. */
  readonly open: (at: AccountRegion) => CloudProvider;
};

/** Things that belong to one account and region, and where each stands among all. */
type Group<T> = { readonly at: AccountRegion; readonly items: T[]; readonly places: number[] };

const groupsOf = <T>(items: readonly T[], arnOf: (item: T) => Arn): readonly Group<T>[] => {
  const groups = new Map<string, Group<T>>();
  for (const [place, item] of items.entries()) {
    const at = siteOf(arnOf(item));
    const group = groups.get(nameOfSite(at)) ?? { at, items: [], places: [] };
    groups.set(nameOfSite(at), group);
    group.items.push(item);
    group.places.push(place);
  }
  return [...groups.values()];
};

/**
 * Sends each question to the provider of its account and region, which is opened when it is first needed:
 * whatever is broken there is broken nowhere else.
 */
export const routedCloud = ({ common, regions, open }: RoutedCloudOptions): CloudProvider => {
  const opened = new Map<string, CloudProvider>();

  const providerAt = (at: AccountRegion): CloudProvider => {
    const name = nameOfSite(at);
    const provider = opened.get(name) ?? open(at);
    opened.set(name, provider);
    return provider;
  };

  return {
    ...common,

    describe: async (arns, call): Promise<Sights> => {
      const groups = groupsOf(arns, (arn) => arn);
      const sights = await Promise.all(
        groups.map(({ at, items }) => providerAt(at).describe(items, call)),
      );
      return new Map(sights.flatMap((each) => [...each]));
    },

    heirs: (primary, associated, cursor, call) =>
      providerAt(siteOf(primary)).heirs(primary, associated, cursor, call),

    list: (accountId, type, cursor, call) =>
      listRegions(regions, cursor, (region, inner) =>
        providerAt({ accountId, region }).list(accountId, type, inner, call),
      ),

    hanging: (accountId, pair) => {
      const [first] = regions;
      const listingIn = (region: string) =>
        providerAt({ accountId, region }).hanging?.(accountId, pair);
      // What a cloud tells is the same everywhere.
      if (first === undefined || listingIn(first) === undefined) return undefined;
      return (cursor, call) =>
        listRegions(
          regions,
          cursor,
          async (region, inner) =>
            (await listingIn(region)?.(inner, call)) ?? { items: [], next: undefined },
        );
    },

    detached: async (at, type, cursor, call) =>
      (await providerAt(at).detached?.(at, type, cursor, call)) ?? { items: [], next: undefined },

    write: async (writes, call) => {
      const groups = groupsOf(writes, ({ arn }) => arn);
      const results = await Promise.all(
        groups.map(async ({ at, items, places }) => {
          const made = await providerAt(at).write(items, call);
          return made.map((result, index) => [places[index] ?? 0, result] as const);
        }),
      );
      return results
        .flat()
        .toSorted(([left], [right]) => left - right)
        .map(([, result]) => result);
    },
  };
};
