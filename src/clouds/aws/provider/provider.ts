import type { Page } from '../../../model/page.ts';
import type { AccountRegion } from '../../call.ts';
import type { Call, CloudProvider, Sight, Sights } from '../../provider.ts';
import { sendTagCalls } from '../../send-tag-calls.ts';
import { countTagCalls } from '../../tag-calls.ts';
import { type Arn, parseArn, typeOf } from '../arn.ts';
import { isResourceType, type ResourceType } from '../resource-types.ts';
import { type Asking, askingBy } from './asking.ts';
import type { Clients } from './clients.ts';
import type { Classify } from './errors.ts';
import { rateOf } from './rates.ts';
import { arnIn } from './reader.ts';
import { readers } from './readers/readers.ts';
import { openTagWays, tagCallSeconds } from './tag-ways.ts';
import { togetherOf } from './together.ts';

/**
 * For how long reads may show what was before: AWS says only that they become consistent in time, and most do in
 * seconds. Source: EC2 API reference, "Eventual consistency".
 */
const readLagSeconds = 30;

/** A tag call of EC2 takes 1,000; its API reference advises smaller ones. */
const jobBatch = 500;

/** What is the same in all accounts and regions. */
export type AwsCommon = Pick<CloudProvider, 'maxTagsPerResource' | 'isOurs'>;

/** What AWS is in every account and region. */
export const awsFacts = (
  common: AwsCommon,
): Omit<CloudProvider, 'describe' | 'heirs' | 'list' | 'write'> => ({
  ...common,
  tagCallsFor: (changes) => countTagCalls(changes, togetherOf),
  jobBatch,
  readLagSeconds,
  rateOf,
  tagCallSeconds,
});

export type AwsProviderDeps = AccountRegion & {
  readonly clients: Clients;
  readonly classify: Classify;
  readonly common: AwsCommon;
};

/** What AWS tells of resources of one type. @param ids at most 100 */
const sightsOf = async (
  type: ResourceType,
  arns: readonly Arn[],
  asking: Asking,
): Promise<readonly (readonly [Arn, Sight])[]> => {
  try {
    const ids = new Set(arns.map((arn) => parseArn(arn).id));
    const { shown, untold = new Map() } = await readers[type].describe([...ids], asking);
    return arns.map((arn) => {
      const { id } = parseArn(arn);
      const resource = shown.get(id);
      if (resource !== undefined) {
        const { tags, parents } = resource;
        return [arn, { kind: 'present', resource: { arn, tags, parents } }];
      }
      if (untold.has(id)) return [arn, { kind: 'cannot-tell', error: untold.get(id) }];
      return [arn, { kind: 'gone' }];
    });
  } catch (error) {
    // Of resources of other types it may still be told.
    return arns.map((arn) => [arn, { kind: 'cannot-tell', error }]);
  }
};

/** AWS in one account and region, which lists that region alone. */
export const createAwsProvider = (deps: AwsProviderDeps): CloudProvider => {
  const { accountId, region, clients, classify, common } = deps;
  const waysOf = openTagWays(clients, classify);
  const named = (type: ResourceType, { items, next }: Page<string>): Page<Arn> => ({
    items: items.map((id) => arnIn({ accountId, region }, type, id)),
    next,
  });
  const asking = (call: Call): Asking => askingBy(deps, call);
  const nothing: Page<Arn> = { items: [], next: undefined };

  return {
    ...awsFacts(common),

    describe: async (arns, call): Promise<Sights> => {
      const byType = Map.groupBy(new Set(arns), typeOf);
      const sights = await Promise.all(
        [...byType].map(([type, some]) =>
          type === undefined ? [] : sightsOf(type, some, asking(call)),
        ),
      );
      return new Map(sights.flat());
    },

    heirs: async (primary, associated, cursor, call) => {
      const { type, id } = parseArn(primary);
      const list = isResourceType(associated) ? readers[associated].heirs[type] : undefined;
      if (!isResourceType(associated) || list === undefined) return nothing;
      return named(associated, await list(id, cursor, asking(call)));
    },

    list: async (_, type, cursor, call) =>
      isResourceType(type) ? named(type, await readers[type].list(cursor, asking(call))) : nothing,

    hanging: (_, { primary, associated }) => {
      if (!isResourceType(primary) || !isResourceType(associated)) return undefined;
      const list = readers[associated].hanging?.[primary];
      return list && (async (cursor, call) => named(associated, await list(cursor, asking(call))));
    },

    detached: async (_, type, cursor, call) => {
      const list = isResourceType(type) ? readers[type].detached : undefined;
      return isResourceType(type) && list !== undefined
        ? named(type, await list(cursor, asking(call)))
        : nothing;
    },

    write: (writes, call) => sendTagCalls(writes, waysOf, call),
  };
};
