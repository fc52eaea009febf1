import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client, type EC2ClientConfig } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { whenUsed } from '../../../model/when-used.ts';

/** How the clients of one account and region are made. */
export type ClientOptions = Pick<
  EC2ClientConfig,
  'region' | 'credentials' | 'endpoint' | 'requestHandler'
>;

/** The clients of one account and region; each is made when it is first needed. */
export type Clients = {
  readonly ec2: () => EC2Client;
  readonly autoScaling: () => AutoScalingClient;
  readonly eks: () => EKSClient;
  readonly loadBalancing: () => ElasticLoadBalancingV2Client;
  readonly rds: () => RDSClient;
  readonly lambda: () => LambdaClient;
  readonly logs: () => CloudWatchLogsClient;
  readonly tagging: () => ResourceGroupsTaggingAPIClient;
};

/** Makes one call once: what a throttle asks for, the budget decides, which has to know of it. */
export const createClients = (given: ClientOptions): Clients => {
  const options = { ...given, maxAttempts: 1 };
  return {
    ec2: whenUsed(() => new EC2Client(options)),
    autoScaling: whenUsed(() => new AutoScalingClient(options)),
    eks: whenUsed(() => new EKSClient(options)),
    loadBalancing: whenUsed(() => new ElasticLoadBalancingV2Client(options)),
    rds: whenUsed(() => new RDSClient(options)),
    lambda: whenUsed(() => new LambdaClient(options)),
    logs: whenUsed(() => new CloudWatchLogsClient(options)),
    tagging: whenUsed(() => new ResourceGroupsTaggingAPIClient(options)),
  };
};
