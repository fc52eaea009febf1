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
  TagResourceCommand as TagFunction,
  UntagResourceCommand as UntagFunction,
} from '@aws-sdk/client-lambda';
import { AddTagsToResourceCommand, RemoveTagsFromResourceCommand } from '@aws-sdk/client-rds';
import { isArn } from '../../../src/clouds/arn.ts';
import { type Arn, parseArn } from '../../../src/clouds/aws/arn.ts';
import type { Opener } from '../../../src/clouds/opener.ts';
import { startLocal } from '../../../src/local/start-local.ts';
import { tagsIn } from '../../clouds/ask.ts';
import { openTrail } from '../../clouds/aws/trail/trail.ts';
import { type Moto, startMoto } from '../moto.ts';
import { type Account, openAccount } from './account.ts';
import { emulatedRegion as region } from './emulated-account.ts';
import { openEmulated } from './moto-stage.ts';

/** A stage in this process whose AWS is moto, with a trail: engine, ledger, bus and queue are those of the local runner. */
export type LiveStage = {
  readonly account: Account;
  /** Calls the API. @throws Error for any other answer than a good one */
  readonly call: (method: string, path: string, body?: object) => Promise<unknown>;
  /** Somebody tags a resource. */
  readonly tag: (
    arn: Arn,
    set: Readonly<Record<string, string>>,
    remove?: readonly string[],
  ) => Promise<void>;
  /** Takes the events of what was done that were not put onto the bus yet. Who drops them has lost them. */
  readonly takeEvents: () => readonly object[];
  /** Puts events onto the bus: those of what was done, unless given. */
  readonly putEvents: (events?: readonly object[]) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** moto shows at once what was done: nothing has to be looked at twice. */
const openerOf = (moto: Moto): Opener => ({
  cloud: 'aws',
  operations: [],
  open: () => {
    const opened = openEmulated(moto.endpoint);
    return { ...opened, provider: { ...opened.provider, readLagSeconds: 0 } };
  },
});

/** Sets tags and takes some away, as the owners of resources do. */
const writeTags = async (
  { autoScaling, ec2, eks, lambda, rds }: Account,
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

/** Starts moto and the stage. */
export const startLiveStage = async (accountId: string): Promise<LiveStage> => {
  const moto = await startMoto();
  const dataDir = await mkdtemp(join(tmpdir(), 'heirtag-aws-'));
  const runner = await startLocal({
    dataDir,
    port: 0,
    openers: [openerOf(moto)],
    cloudRegions: region,
    jobResourcesPerSecond: '1000',
  });
  const waiting: object[] = [];
  const { provider } = openEmulated(moto.endpoint);
  const trail = openTrail({
    scope: { accountId, region, userIdentity: { type: 'IAMUser', userName: 'operator' } },
    tagsOf: async (arn) => (isArn(arn) ? await tagsIn(provider, arn) : undefined) ?? new Map(),
    now: () => new Date().toISOString(),
    deliver: async (event) => {
      waiting.push(event);
    },
  });
  const account = openAccount(moto.endpoint, accountId, trail);

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
  const takeEvents = (): readonly object[] => waiting.splice(0);

  return {
    account,
    call,
    tag: (arn, set, remove = []) => writeTags(account, arn, set, remove),
    takeEvents,
    putEvents: async (events = takeEvents()) => {
      for (const event of events) await call('POST', '/events', event);
    },
    stop: async () => {
      await runner.stop();
      await moto.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
