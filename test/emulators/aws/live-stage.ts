import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand as DeleteGroupTagsCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import {
  TagResourceCommand as TagCluster,
  UntagResourceCommand as UntagCluster,
} from '@aws-sdk/client-eks';
import {
  AddTagsCommand as AddBalancerTags,
  RemoveTagsCommand as RemoveBalancerTags,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  TagResourceCommand as TagFunction,
  UntagResourceCommand as UntagFunction,
} from '@aws-sdk/client-lambda';
import { AddTagsToResourceCommand, RemoveTagsFromResourceCommand } from '@aws-sdk/client-rds';
import { type Arn, parseArn } from '../../../src/clouds/aws/arn.ts';
import { awsEvents } from '../../../src/clouds/aws/events/events.ts';
import type { Opener } from '../../../src/clouds/opener.ts';
import { compilePattern } from '../../../src/local/event-pattern.ts';
import { startLocal } from '../../../src/local/start-local.ts';
import type { Weather } from '../../clouds/aws/trail/trail.ts';
import { type Account, openAccount } from './account.ts';
import { emulatedRegion as region, taggerRole } from './emulated-account.ts';
import { openEmulated } from './moto-stage.ts';
import { type PlayedAws, startPlayedAws } from './played-aws.ts';

/** A stage in this process whose AWS is moto with a trail before it: engine, ledger, bus and queue are those of the local runner. */
export type LiveStage = {
  readonly account: Account;
  /** Where whatever client calls AWS. */
  readonly endpoint: string;
  /** Where the stage's API is. */
  readonly apiUrl: string;
  /** Calls the API. @throws Error for any other answer than a good one */
  readonly call: (method: string, path: string, body?: object) => Promise<unknown>;
  /** Somebody tags a resource. */
  readonly tag: (
    arn: Arn,
    set: Readonly<Record<string, string>>,
    remove?: readonly string[],
  ) => Promise<void>;
  /** Takes the events of what was done that were not put onto the bus yet. Who drops them has lost them. */
  readonly takeEvents: (weather?: Weather) => readonly object[];
  /** Puts events onto the bus, whose rules let through what they do in a deployed stage: those of what was done, unless given. */
  readonly putEvents: (events?: readonly object[]) => Promise<void>;
  /** @throws Error that names calls which no event could tell of */
  readonly stop: () => Promise<void>;
};

/** moto shows at once what was done: nothing has to be looked at twice. */
const openerOf = ({ endpoint }: PlayedAws): Opener => ({
  cloud: 'aws',
  operations: [],
  open: () => {
    const opened = openEmulated(endpoint);
    return { ...opened, provider: { ...opened.provider, readLagSeconds: 0 } };
  },
});

/** Sets tags and takes some away, as the owners of resources do. */
const writeTags = async (
  { autoScaling, ec2, eks, lambda, loadBalancing, rds }: Account,
  arn: Arn,
  set: Readonly<Record<string, string>>,
  remove: readonly string[],
): Promise<void> => {
  const { type, id } = parseArn(arn);
  const Tags = Object.entries(set).map(([Key, Value]) => ({ Key, Value }));
  switch (type) {
    case 'Eks-Cluster':
      await eks.send(new TagCluster({ resourceArn: arn, tags: set }));
      if (remove.length > 0) {
        await eks.send(new UntagCluster({ resourceArn: arn, tagKeys: [...remove] }));
      }
      return;
    case 'Lambda-Function':
      await lambda.send(new TagFunction({ Resource: arn, Tags: set }));
      if (remove.length > 0) {
        await lambda.send(new UntagFunction({ Resource: arn, TagKeys: [...remove] }));
      }
      return;
    case 'ElasticLoadBalancing-LoadBalancer':
      await loadBalancing.send(new AddBalancerTags({ ResourceArns: [arn], Tags }));
      if (remove.length > 0) {
        const of = { ResourceArns: [arn], TagKeys: [...remove] };
        await loadBalancing.send(new RemoveBalancerTags(of));
      }
      return;
    case 'Rds-DbInstance':
    case 'Rds-DbCluster':
      await rds.send(new AddTagsToResourceCommand({ ResourceName: arn, Tags }));
      if (remove.length > 0) {
        const of = { ResourceName: arn, TagKeys: [...remove] };
        await rds.send(new RemoveTagsFromResourceCommand(of));
      }
      return;
    case 'AutoScaling-Group': {
      const of = { ResourceId: id, ResourceType: 'auto-scaling-group' };
      const tags = Tags.map((each) => ({ ...of, ...each, PropagateAtLaunch: false }));
      await autoScaling.send(new CreateOrUpdateTagsCommand({ Tags: tags }));
      if (remove.length > 0) {
        const gone = remove.map((Key) => ({ ...of, Key }));
        await autoScaling.send(new DeleteGroupTagsCommand({ Tags: gone }));
      }
      return;
    }
    default:
      if (Tags.length > 0) await ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
      if (remove.length > 0) {
        const gone = remove.map((Key) => ({ Key }));
        await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: gone }));
      }
  }
};

/** What the rules of a stage's bus let through. */
const matchers = awsEvents
  .patterns([region], [taggerRole])
  .map(({ pattern }) => compilePattern(pattern));

/** Starts AWS and the stage. */
export const startLiveStage = async (accountId: string): Promise<LiveStage> => {
  const aws = await startPlayedAws();
  const dataDir = await mkdtemp(join(tmpdir(), 'heirtag-aws-'));
  const runner = await startLocal({
    dataDir,
    port: 0,
    openers: [openerOf(aws)],
    cloudRegions: region,
    jobResourcesPerSecond: '1000',
  });
  const account = openAccount(aws.endpoint, accountId);

  const call: LiveStage['call'] = async (method, path, body) => {
    const response = await fetch(`${runner.url}/v1/accounts/${accountId}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };

  return {
    account,
    endpoint: aws.endpoint,
    apiUrl: runner.url,
    call,
    tag: (arn, set, remove = []) => writeTags(account, arn, set, remove),
    takeEvents: aws.takeEvents,
    putEvents: async (events = aws.takeEvents()) => {
      const through = events.filter((event) => matchers.some((matches) => matches(event)));
      for (const event of through) await call('POST', '/events', event);
    },
    stop: async () => {
      await runner.stop();
      await aws.stop();
      await rm(dataDir, { recursive: true, force: true });
      const unread = aws.unread();
      if (unread.length > 0) throw new Error(`no event tells of ${unread.join('; ')}`);
    },
  };
};
