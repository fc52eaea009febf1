import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { whenUsed } from '../../../model/when-used.ts';
import type { ClientOptions } from '../provider/clients.ts';

/** What one account and region is looked at with; each client is made when it is first needed. */
export type DoctorClients = {
  readonly cloudTrail: () => CloudTrailClient;
  readonly cloudWatch: () => CloudWatchClient;
  readonly events: () => EventBridgeClient;
  readonly iam: () => IAMClient;
  readonly lambda: () => LambdaClient;
  readonly quotas: () => ServiceQuotasClient;
  readonly sns: () => SNSClient;
  readonly sqs: () => SQSClient;
};

/** Makes the clients of one account and region. Nobody waits for them in a queue: the SDK may try again. */
export const createDoctorClients = (options: ClientOptions): DoctorClients => ({
  cloudTrail: whenUsed(() => new CloudTrailClient(options)),
  cloudWatch: whenUsed(() => new CloudWatchClient(options)),
  events: whenUsed(() => new EventBridgeClient(options)),
  iam: whenUsed(() => new IAMClient(options)),
  lambda: whenUsed(() => new LambdaClient(options)),
  quotas: whenUsed(() => new ServiceQuotasClient(options)),
  sns: whenUsed(() => new SNSClient(options)),
  sqs: whenUsed(() => new SQSClient(options)),
});
