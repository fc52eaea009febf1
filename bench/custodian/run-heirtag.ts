import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { formatArn } from '../../src/clouds/aws/arn.ts';
import { openAwsWith } from '../../src/clouds/aws/open.ts';
import type { Opener } from '../../src/clouds/opener.ts';
import { startLocal } from '../../src/local/start-local.ts';
import { eventOfCall, type Stamp } from '../../test/clouds/aws/trail/call-record.ts';
import { tagNoticeOf } from '../../test/clouds/aws/trail/tag-notice.ts';
import { waitUntil } from '../wait-until.ts';
import { accountId, credentials, region, tagKeys } from './estate.ts';
import type { Size } from './place.ts';

const rule = 'rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume';

/** The service at work on the account: job, worker and provider as deployed, its own state and queue in this process. */
export type Service = {
  /** Applies the rule to what exists, and waits for its job. @returns seconds until the job was done */
  readonly backfill: () => Promise<number>;
  /** AWS tells that tags of an instance were changed. */
  readonly tellTagChange: (instance: string, changedKeys: readonly string[]) => Promise<void>;
  /** CloudTrail tells of a detach. */
  readonly tellDetach: (instance: string, volume: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const jobsSchema = z.object({
  jobs: z.array(z.object({ status: z.string(), error: z.nullable(z.string()) })),
});

/** What keeps jobs from being done; undefined when they are. @throws Error that names a job which ended without being done */
export const undoneOf = (answer: unknown): string | undefined => {
  const { jobs } = jobsSchema.parse(answer);
  const broken = jobs.find(({ status }) => status === 'failed' || status === 'cancelled');
  if (broken !== undefined) {
    throw new Error(`a job should have been done, and is ${broken.status}: ${broken.error}`);
  }
  if (jobs.length === 0) return 'no job';
  const undone = jobs.filter(({ status }) => status !== 'done');
  return undone.length === 0 ? undefined : undone.map(({ status }) => status).join(', ');
};

/** @param endpoint in the place of AWS */
const openerAt = (endpoint: string): Opener => ({
  cloud: 'aws',
  operations: [],
  open: () =>
    openAwsWith({
      regions: [region],
      credentialsFor: () => credentials,
      endpoint,
      onUnknownError: () => {},
      maxTagsPerResource: () => 50,
      isOurs: () => false,
    }),
});

/** Starts the service with nothing on record, and the rule not yet on. @param endpoint in the place of AWS */
export const startService = async (
  endpoint: string,
  { patienceMs }: Pick<Size, 'patienceMs'>,
): Promise<Service> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'heirtag-beside-'));
  const runner = await startLocal({
    dataDir,
    port: 0,
    openers: [openerAt(endpoint)],
    cloudRegions: region,
    jobResourcesPerSecond: '1000',
  });
  const scope = { accountId, region, userIdentity: { type: 'IAMUser', userName: 'operator' } };
  let told = 0;

  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${runner.url}/v1/accounts/${accountId}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };
  const tell = async (eventAt: (stamp: Stamp) => object): Promise<void> => {
    told += 1;
    await call('POST', '/events', eventAt({ id: `e-${told}`, time: new Date().toISOString() }));
  };
  await call('PUT', '/feature', { status: 'Enable' });

  return {
    backfill: async () => {
      const began = performance.now();
      await call('PUT', `/rules/${encodeURIComponent(rule)}`, {
        status: 'Enable',
        existingStatus: 'Enable',
        tagKeys,
      });
      await waitUntil({
        expected: 'the job over what exists to be done',
        missing: async () => undoneOf(await call('GET', '/jobs')),
        everyMs: 50,
        patienceMs,
      });
      return (performance.now() - began) / 1000;
    },
    tellTagChange: (instance, changedKeys) => {
      const arn = formatArn({ type: 'Ec2-Instance', region, accountId, id: instance });
      return tell((stamp) => tagNoticeOf({ arn, changedKeys }, new Map(), { ...scope, ...stamp }));
    },
    tellDetach: (instance, volume) => {
      const input = { InstanceId: instance, VolumeId: volume };
      const made = { service: 'ec2', name: 'DetachVolume', input, output: {} };
      return tell((stamp) => eventOfCall(made, scope, stamp));
    },
    stop: async () => {
      await runner.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
