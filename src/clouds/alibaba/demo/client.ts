import * as z from 'zod/mini';
import { RetryableError } from '../../../model/errors.ts';
import type { SettingName } from '../../cloud.ts';
import { type Arn, parseArn } from '../arn.ts';
import { resourceTypes } from '../resource-types.ts';
import { clusterTag } from '../simulator/describe/rows.ts';
import { type ApiRequest, type CloudCalls, jsonCalls, openApi } from './json-calls.ts';
import { wireCalls } from './wire-calls.ts';

const queueAnswer = z.object({ waiting: z.number(), inFlight: z.number(), dead: z.number() });

const resourceAnswer = z.object({
  arn: z.string(),
  tags: z.array(
    z.object({
      key: z.string(),
      value: z.string(),
      origin: z.enum(['own', 'inherited']),
      from: z.optional(z.string()),
      rule: z.optional(z.string()),
    }),
  ),
});

export type TagList = Readonly<Record<string, string>>;

/** What a rule is switched to. */
export type RuleChoice = {
  readonly status: 'Enable' | 'Disable';
  readonly tagKeys?: readonly string[];
  readonly existingStatus?: 'Enable' | 'Disable';
};

/** A running service as its users see it: one account, over HTTP. */
export type Client = {
  readonly cloud: CloudCalls;
  /** Sets tags with the product's own TagResources. */
  readonly tag: (arn: Arn, tags: TagList) => Promise<void>;
  /** Removes tags with the product's own UntagResources. */
  readonly untag: (arn: Arn, keys: readonly string[]) => Promise<void>;
  readonly setFeature: (status: 'Enable' | 'Disable') => Promise<void>;
  readonly setRule: (rule: SettingName, choice: RuleChoice) => Promise<void>;
  /** Tags of a resource, key → value. */
  readonly tagsOf: (arn: Arn) => Promise<TagList>;
  /** Keys of the tags that are inherited by the ledger, sorted. */
  readonly inheritedKeysOf: (arn: Arn) => Promise<readonly string[]>;
  /** Resolves when no work is left. @throws RetryableError `StillBusy` when it never ends */
  readonly settle: () => Promise<void>;
};

/** How the products are spelled in calls. */
const productNames = {
  ecs: 'Ecs',
  vpc: 'Vpc',
  slb: 'Slb',
  nlb: 'Nlb',
  alb: 'Alb',
  alikafka: 'AliKafka',
  cs: 'Cs',
  eci: 'Eci',
  ess: 'Ess',
} as const;

const ownTagCall = (arn: Arn, verb: 'Tag' | 'Untag') => {
  const { type, id, region } = parseArn(arn);
  const { product, tagType } = resourceTypes[type];
  if (product === 'ess') {
    return { action: `Tag/${verb}Resources`, parameters: { RegionId: region, ResourceARN: [arn] } };
  }
  const operation = verb === 'Untag' && product === 'vpc' ? 'UnTagResources' : `${verb}Resources`;
  return {
    action: `${productNames[product]}/${operation}`,
    parameters: { RegionId: region, ResourceType: tagType, ResourceId: [id] },
  };
};

const settleAttempts = 6000;

type Waits = () => Promise<void>;

const clientOf = (
  url: string,
  { request, cloud }: { readonly request: ApiRequest; readonly cloud: CloudCalls },
  pause: Waits,
): Client => {
  const readResource = async (arn: Arn) =>
    resourceAnswer.parse(await request('GET', `/v1/resources/${encodeURIComponent(arn)}`));

  return {
    cloud,
    tag: async (arn, tags) => {
      const { action, parameters } = ownTagCall(arn, 'Tag');
      const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await cloud(action, {
        ...parameters,
        ...(action.startsWith('Tag/') ? { Tags: JSON.stringify(tags) } : { Tag: list }),
      });
    },
    untag: async (arn, keys) => {
      const { action, parameters } = ownTagCall(arn, 'Untag');
      await cloud(action, { ...parameters, TagKey: keys });
    },
    setFeature: async (status) => {
      await request('PUT', '/v1/feature', { status });
    },
    setRule: async (rule, choice) => {
      await request('PUT', `/v1/rules/${encodeURIComponent(rule)}`, choice);
    },
    tagsOf: async (arn) =>
      Object.fromEntries((await readResource(arn)).tags.map(({ key, value }) => [key, value])),
    inheritedKeysOf: async (arn) =>
      (await readResource(arn)).tags
        .filter(({ origin }) => origin === 'inherited')
        .map(({ key }) => key)
        .sort(),
    settle: async () => {
      for (let attempt = 0; attempt < settleAttempts; attempt += 1) {
        const { waiting, inFlight } = queueAnswer.parse(await request('GET', '/v1/queue'));
        if (waiting === 0 && inFlight === 0) return;
        await pause();
      }
      throw new RetryableError({ code: 'StillBusy', message: `${url} never finished its work` });
    },
  };
};

/** Opens a client of the service at `url` for one account. @param pause waits a moment between two looks */
export const openClient = (url: string, accountId: string, pause: Waits): Client => {
  const request = openApi(url, accountId);
  return clientOf(url, { request, cloud: jsonCalls(request) }, pause);
};

/**
 * The same, with calls of the cloud as the cloud's own clients make them, and without the tag by which
 * clusters mark what is theirs.
 */
export const openWireClient = (url: string, accountId: string, pause: Waits): Client => {
  const request = openApi(url, accountId);
  const client = clientOf(url, { request, cloud: wireCalls(url, { accountId, request }) }, pause);
  return {
    ...client,
    tagsOf: async (arn) => {
      const { [clusterTag]: _, ...tags } = await client.tagsOf(arn);
      return tags;
    },
  };
};
