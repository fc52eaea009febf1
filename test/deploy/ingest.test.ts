import {
  DeleteEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newKeyPair } from '../clouds/alibaba/sender/self-signed.ts';
import { signedHeadersOf } from '../clouds/alibaba/sender/signed-delivery.ts';
import { emulatedAccount, emulatedRegion } from '../emulators/ministack.ts';
import { attached } from '../ingest/ingest-fixture.ts';
import { type DeployedStage, deployStage } from './deployed-stage.ts';

const apiKey = 'a-key-that-the-stage-knows';
const token = 'a-token-that-the-stage-knows';
const accountId = '1000000000000001';
const eventsSecret = 'heirtag/alibaba-events';

let deployed: DeployedStage;
let sqs: SQSClient;

const clientOptions = () => ({
  endpoint: deployed.aws.endpoint,
  region: emulatedRegion,
  credentials: { accessKeyId: emulatedAccount, secretAccessKey: 'any' },
});

/** Takes the worker from its queue: what it would ask stands in another cloud. */
const stopWorker = async (): Promise<void> => {
  const lambda = new LambdaClient(clientOptions());
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  for (const { UUID } of EventSourceMappings) {
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  }
};

beforeAll(async () => {
  deployed = await deployStage('ingest', {
    ...{ production: false, tagApi: true, clouds: ['alibaba'] },
    alibabaAccounts: [{ accountId, accessKeySecret: 'heirtag/alibaba-key' }],
    alibabaEventsSecret: eventsSecret,
  });
  sqs = new SQSClient(clientOptions());
  await stopWorker();
  await new SecretsManagerClient(clientOptions()).send(
    new CreateSecretCommand({
      Name: eventsSecret,
      SecretString: JSON.stringify({ tokens: [token], apiKeys: [apiKey] }),
    }),
  );
});
afterAll(() => deployed?.stop());

const post = async (body: string, headers: Readonly<Record<string, string>>) => {
  const { status } = await fetch(`${deployed.ingest?.endpoint}/v1/ingest/alibaba`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return status;
};

const queued = async (): Promise<readonly string[]> => {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => url.includes('-QueuesChanges'));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages.map(({ Body = '' }) => Body);
};

describe('a deployed stage that takes events from Alibaba Cloud', () => {
  it('lets nobody in who shows another key, or a signature by a certificate of their own', async () => {
    const body = JSON.stringify(attached());
    const signed = signedHeadersOf({
      keys: newKeyPair(),
      url: `${deployed.ingest?.endpoint}/v1/ingest/alibaba`,
      body,
      at: Date.now(),
      headers: {
        'x-eventbridge-signature-url': 'https://certificates.example.com/own.pem',
        'x-eventbridge-signature-token': token,
      },
    });

    expect(await post(body, { 'x-api-key': 'a-key-that-nobody-knows' })).toBe(401);
    expect(await post(body, signed)).toBe(401);
    expect(await post(body, {})).toBe(401);
    expect(await queued()).toEqual([]);
  });

  it('puts what comes with its key on its bus, which hands it to the queue', async () => {
    const seen: string[] = [];

    expect(await post(JSON.stringify(attached()), { 'x-api-key': apiKey })).toBe(200);

    await vi.waitFor(
      async () => {
        seen.push(...(await queued()));
        expect(seen).toEqual([expect.stringContaining('AttachDisk')]);
      },
      { timeout: 60_000, interval: 500 },
    );
  });
});
