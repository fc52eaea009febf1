import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { whenUsed } from '../../../model/when-used.ts';
import type { ClientOptions } from '../provider/clients.ts';

/** What one account and region is looked at with; each client is made when it is first needed. */
export type DoctorClients = {
  readonly cloudTrail: () => CloudTrailClient;
  readonly events: () => EventBridgeClient;
  readonly iam: () => IAMClient;
  readonly lambda: () => LambdaClient;
};

/** Makes the clients of one account and region. Nobody waits for them in a queue: the SDK may try again. */
export const createDoctorClients = (options: ClientOptions): DoctorClients => ({
  cloudTrail: whenUsed(() => new CloudTrailClient(options)),
  events: whenUsed(() => new EventBridgeClient(options)),
  iam: whenUsed(() => new IAMClient(options)),
  lambda: whenUsed(() => new LambdaClient(options)),
});
