import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  TagResourceCommand as TagCluster,
  UntagResourceCommand as UntagCluster,
} from '@aws-sdk/client-eks';
import {
  TagResourceCommand as TagFunction,
  UntagResourceCommand as UntagFunction,
} from '@aws-sdk/client-lambda';
import { type Arn, typeOf } from '../../../src/clouds/aws/arn.ts';
import type { Opener } from '../../../src/clouds/opener.ts';
import { patientCall } from '../../../src/clouds/provider.ts';
import { startLocal } from '../../../src/local/start-local.ts';
import { changeOf, tagsIn, writesOf } from '../../clouds/ask.ts';
import { type Moto, startMoto } from '../moto.ts';
import { type Account, openAccount } from './account.ts';
import { emulatedRegion as region } from './emulated-account.ts';
import { openEmulated } from './moto-stage.ts';
import { callEvent, type ToldCall, tagEvent } from './told.ts';

/** A stage in this process whose AWS is moto: engine, ledger, bus and queue are those of the local runner. */
export type LiveStage = {
  readonly account: Account;
  /** Calls the API. @throws Error for any other answer than a good one */
  readonly call: (method: string, path: string, body?: object) => Promise<unknown>;
  /** Puts what CloudTrail tells of a call onto the bus. */
  readonly tell: (told: ToldCall) => Promise<void>;
  /** Somebody tags a resource, and AWS tells of it. */
  readonly tag: (
    arn: Arn,
    set: Readonly<Record<string, string>>,
    remove?: readonly string[],
  ) => Promise<void>;
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

/** Writes tags of what no rule gives any, as its owners do. */
const writeTags = async (
  { provider, eks, lambda }: Account,
  arn: Arn,
  set: Readonly<Record<string, string>>,
  remove: readonly string[],
): Promise<void> => {
  switch (typeOf(arn)) {
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
    default: {
      const change = changeOf(arn, { set: new Map(Object.entries(set)), remove });
      const [end] = await provider.write(writesOf([change]), patientCall);
      for (const failure of end?.failed.values() ?? []) throw failure;
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
  const account = openAccount(moto.endpoint, accountId);
  const scope = { accountId, region };

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
  const nextId = (): string => `e-${account.next()}`;

  return {
    account,
    call,
    tell: async (told) => {
      await call('POST', '/events', callEvent(told, scope, nextId()));
    },
    tag: async (arn, set, remove = []) => {
      await writeTags(account, arn, set, remove);
      const tags = (await tagsIn(account.provider, arn)) ?? new Map();
      await call('POST', '/events', tagEvent(arn, tags, scope, nextId()));
    },
    stop: async () => {
      await runner.stop();
      await moto.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
