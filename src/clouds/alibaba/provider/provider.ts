import type { Clock } from '../../../model/clock.ts';
import type { AccountRegion, Rate } from '../../call.ts';
import type { SettingName } from '../../cloud.ts';
import type { Call, CloudProvider } from '../../provider.ts';
import { sendTagCalls } from '../../send-tag-calls.ts';
import { countTagCalls } from '../../tag-calls.ts';
import type { Classify } from '../errors.ts';
import { isResourceType } from '../resource-types.ts';
import { askThrough } from './ask.ts';
import type { Client } from './client.ts';
import { createDescribe } from './describe.ts';
import { createHeirs } from './heirs.ts';
import { createIndexes } from './indexes.ts';
import { createList } from './list.ts';
import { createAssertMayRead, type Reader } from './permission.ts';
import { tagCallSeconds, tagWaysOf, togetherOf } from './tag-ways.ts';
import { createTaggableTypes } from './taggable-types.ts';

/**
 * How late reads may show what was written. Alibaba Cloud publishes no figure; what hangs on what is read from
 * indexes that are as old as this at the most. Seconds.
 */
export const readLagSeconds = 30;

/** Alibaba Cloud publishes no rates: what lanes begin with before they learn from throttles. */
const firstRate: Rate = { perSecond: 20, burst: 40 };

/** What is the same for all accounts and regions. */
export type AlibabaCommon = {
  readonly maxTagsPerResource: CloudProvider['maxTagsPerResource'];
  /** True for our own calls, as the audit trail names who called. */
  readonly isOurs: CloudProvider['isOurs'];
  /** How late reads may show what was written; `readLagSeconds` unless given. */
  readonly lagSeconds?: number | undefined;
};

/** What Alibaba Cloud is in every account and region. */
export const alibabaFacts = ({
  maxTagsPerResource,
  isOurs,
  lagSeconds = readLagSeconds,
}: AlibabaCommon): Omit<CloudProvider, 'describe' | 'heirs' | 'list' | 'write'> => ({
  maxTagsPerResource,
  isOurs,
  tagCallsFor: (changes) => countTagCalls(changes, togetherOf),
  readLagSeconds: lagSeconds,
  rateOf: () => firstRate,
  tagCallSeconds,
});

export type AlibabaDeps = AlibabaCommon & {
  readonly at: AccountRegion;
  readonly client: Client;
  readonly classify: Classify;
  /** Names of the rules that are on in an account now: an index is kept only while one needs it. */
  readonly rulesOn: (accountId: string) => Promise<ReadonlySet<SettingName>>;
  readonly clock: Clock;
};

/** Of a type of another cloud there is nothing here. */
const nothing = async () => ({ items: [], next: undefined });

/** Alibaba Cloud, one account and region of it. */
export const createAlibabaProvider = (deps: AlibabaDeps): CloudProvider => {
  const { at, clock, lagSeconds: keepSeconds = readLagSeconds } = deps;
  const assertMayRead = createAssertMayRead(clock);
  const readerFor = (call: Call): Reader => {
    const ask = askThrough(deps, call);
    return { ask, at, assertMayRead: (listing) => assertMayRead(ask, listing, at.region) };
  };
  const indexes = createIndexes({ readerFor, clock, keepSeconds });
  const reads = { ...deps, readerFor, indexes };
  const heirsOf = createHeirs(reads);
  const list = createList(reads);
  const taggable = createTaggableTypes(clock);
  const waysOf = tagWaysOf(deps, taggable.has);

  return {
    ...alibabaFacts(deps),
    describe: createDescribe(reads),
    heirs: (primary, associated, cursor, call) =>
      isResourceType(associated) ? heirsOf(primary, associated, cursor, call) : nothing(),
    list: (_, type, cursor, call) => (isResourceType(type) ? list(type, cursor, call) : nothing()),
    write: async (writes, call) => {
      await taggable.know(readerFor(call).ask, at.region);
      return sendTagCalls(writes, waysOf, call);
    },
  };
};
