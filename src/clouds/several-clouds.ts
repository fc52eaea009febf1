import { absentProvider } from './absent-provider.ts';
import { cloudOfAccount } from './accounts.ts';
import type { Arn } from './arn.ts';
import { siteOf } from './call.ts';
import type { CloudProvider, Sights } from './provider.ts';
import { cloudOfType } from './resource-types.ts';

/** Where something stands among others. */
type Placed<T> = { readonly item: T; readonly place: number };

/**
 * Several clouds as one: each question goes to the cloud of its account. One whose cloud is not among them is
 * answered as by a stage that has no cloud.
 * @param open cloud name → its provider
 */
export const severalClouds = (open: ReadonlyMap<string, CloudProvider>): CloudProvider => {
  const providers = [...open.values()];
  const named = (cloud: string): CloudProvider => open.get(cloud) ?? absentProvider;
  const ofAccount = (accountId: string): CloudProvider => named(cloudOfAccount(accountId).name);
  const ofArn = (arn: Arn): CloudProvider => ofAccount(siteOf(arn).accountId);

  const apart = <T>(items: readonly T[], arnOf: (item: T) => Arn) =>
    Map.groupBy(
      items.map((item, place): Placed<T> => ({ item, place })),
      ({ item }) => ofArn(arnOf(item)),
    );

  return {
    describe: async (arns, call): Promise<Sights> => {
      const sights = await Promise.all(
        [...Map.groupBy(arns, ofArn)].map(([provider, some]) => provider.describe(some, call)),
      );
      return new Map(sights.flatMap((each) => [...each]));
    },

    heirs: (primary, associated, cursor, call) =>
      ofArn(primary).heirs(primary, associated, cursor, call),

    list: (accountId, type, cursor, call) =>
      ofAccount(accountId).list(accountId, type, cursor, call),

    hanging: (accountId, pair) => ofAccount(accountId).hanging?.(accountId, pair),

    detached: async (at, type, cursor, call) =>
      (await ofAccount(at.accountId).detached?.(at, type, cursor, call)) ?? {
        items: [],
        next: undefined,
      },

    write: async (writes, call) => {
      const results = await Promise.all(
        [...apart(writes, ({ arn }) => arn)].map(async ([provider, some]) => {
          const made = await provider.write(
            some.map(({ item }) => item),
            call,
          );
          return made.map((result, index) => [some[index]?.place ?? 0, result] as const);
        }),
      );
      return results
        .flat()
        .toSorted(([left], [right]) => left - right)
        .map(([, result]) => result);
    },

    tagCallsFor: (changes) =>
      [...Map.groupBy(changes, ({ arn }) => ofArn(arn))]
        .map(([provider, some]) => provider.tagCallsFor(some))
        .reduce((sum, calls) => sum + calls, 0),

    jobBatch: Math.max(0, ...providers.map(({ jobBatch = 0 }) => jobBatch)) || undefined,
    maxTagsPerResource: (type) => named(cloudOfType(type).name).maxTagsPerResource(type),
    isOurs: (caller) => providers.some(({ isOurs }) => isOurs(caller)),
    // What holds for the slowest is safe for all.
    readLagSeconds: Math.max(0, ...providers.map(({ readLagSeconds }) => readLagSeconds)),
    tagCallSeconds: Math.max(
      absentProvider.tagCallSeconds,
      ...providers.map(({ tagCallSeconds }) => tagCallSeconds),
    ),
    rateOf: (api, accountId) => ofAccount(accountId).rateOf(api, accountId),
  };
};
