import { RetryableError } from '../../../model/errors.ts';
import type { AccountRegion } from '../../call.ts';
import type { SettingName } from '../../cloud.ts';
import type { ParentsIndex } from '../../parents-index.ts';
import type { Call, Sight, Sights } from '../../provider.ts';
import { type Arn, formatArn, parseArn } from '../arn.ts';
import { ruleBetween } from '../catalogue.ts';
import type { ResourceType } from '../resource-types.ts';
import { isHeld } from './indexes.ts';
import type { Shown } from './listing.ts';
import { listings } from './listings.ts';
import type { Reader } from './permission.ts';
import { type Found, readSome } from './read-some.ts';

export type DescribeDeps = {
  readonly at: AccountRegion;
  readonly readerFor: (call: Call) => Reader;
  /** Of primaries whose heirs do not say what they hang on. */
  readonly indexes: ReadonlyMap<ResourceType, ParentsIndex>;
  /** Names of the rules that are on in an account now. */
  readonly rulesOn: (accountId: string) => Promise<ReadonlySet<SettingName>>;
};

const cannotTell = (error: unknown): Sight => ({ kind: 'cannot-tell', error });

const inBetween = (arn: Arn, state: string): Sight =>
  cannotTell(
    new RetryableError({
      code: 'InBetween',
      message: `${arn} is ${state}: what it hangs on shows later`,
    }),
  );

const present = (
  arn: Arn,
  { tags, parents }: Shown,
  { accountId, region }: AccountRegion,
): Sight => ({
  kind: 'present',
  resource: {
    arn,
    tags,
    parents: parents.map((parent) =>
      formatArn({ accountId, ...parent, region: parent.region ?? region }),
    ),
  },
});

/** Describes the resources of one account and region. */
export const createDescribe = (deps: DescribeDeps) => {
  const { at, readerFor, indexes, rulesOn } = deps;

  /** True, or why it is not sure that what a list leaves out is gone. */
  const sureOfGone = async ({ assertMayRead }: Reader, type: ResourceType): Promise<Sight> => {
    try {
      await assertMayRead(listings[type]);
      return { kind: 'gone' };
    } catch (error) {
      return cannotTell(error);
    }
  };

  const sightOf = (arn: Arn, found: Found | undefined, leftOut: Sight): Sight => {
    switch (found?.kind) {
      case 'shown': {
        const { inBetween: state } = found.shown;
        return state === undefined ? present(arn, found.shown, at) : inBetween(arn, state);
      }
      case 'none':
        return { kind: 'gone' };
      case 'failed':
        return cannotTell(found.error);
      default:
        return leftOut;
    }
  };

  const describeType = async (
    reader: Reader,
    type: ResourceType,
    arns: readonly Arn[],
  ): Promise<readonly (readonly [Arn, Sight])[]> => {
    const idOf = (arn: Arn) => parseArn(arn).id;
    const found = await readSome({ reader, listing: listings[type] }, arns.map(idOf));
    const isLeftOut = [...found.values()].some(({ kind }) => kind === 'left out');
    const leftOut: Sight = isLeftOut ? await sureOfGone(reader, type) : { kind: 'gone' };
    return arns.map((arn) => [arn, sightOf(arn, found.get(idOf(arn)), leftOut)]);
  };

  /** Those that hold resources of the type and alone know it, and whose rules are on. */
  const indexesFor = (type: ResourceType, on: ReadonlySet<SettingName>): readonly ParentsIndex[] =>
    [...indexes].flatMap(([primary, index]) => {
      const rule = isHeld(primary, type) ? ruleBetween(primary, type) : undefined;
      return rule !== undefined && on.has(rule.settingName) ? [index] : [];
    });

  const mayBeIndexed = (type: ResourceType): boolean =>
    [...indexes.keys()].some((primary) => isHeld(primary, type) && ruleBetween(primary, type));

  /** What the indexes say that resources hang on. */
  const parentsByIndex = async (
    arns: readonly Arn[],
    call: Call,
  ): Promise<ReadonlyMap<Arn, readonly Arn[]>> => {
    const on = await rulesOn(at.accountId);
    const parents = new Map<Arn, Arn[]>();
    for (const [type, some] of Map.groupBy(arns, (arn) => parseArn(arn).type)) {
      const told = indexesFor(type, on).map((index) => index.parentsOf(some, call));
      for (const [arn, more] of (await Promise.all(told)).flatMap((each) => [...each])) {
        parents.set(arn, [...(parents.get(arn) ?? []), ...more]);
      }
    }
    return parents;
  };

  const withIndexed = async (sights: Sights, call: Call): Promise<Sights> => {
    const asked = [...sights].flatMap(([arn, { kind }]) =>
      kind === 'present' && mayBeIndexed(parseArn(arn).type) ? [arn] : [],
    );
    if (asked.length === 0) return sights;
    try {
      const more = await parentsByIndex(asked, call);
      return new Map(
        [...sights].map(([arn, sight]): [Arn, Sight] => {
          if (sight.kind !== 'present') return [arn, sight];
          const { resource } = sight;
          const parents = [...new Set([...resource.parents, ...(more.get(arn) ?? [])])];
          return [arn, { kind: 'present', resource: { ...resource, parents } }];
        }),
      );
    } catch (error) {
      return new Map([...sights, ...asked.map((arn) => [arn, cannotTell(error)] as const)]);
    }
  };

  return async (arns: readonly Arn[], call: Call): Promise<Sights> => {
    const reader = readerFor(call);
    const byType = Map.groupBy(new Set(arns), (arn) => parseArn(arn).type);
    const sights = await Promise.all(
      [...byType].map(([type, some]) => describeType(reader, type, some)),
    );
    return withIndexed(new Map(sights.flat()), call);
  };
};
