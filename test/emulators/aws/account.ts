import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import type { CloudProvider } from '../../../src/clouds/provider.ts';
import { credentialsAt, operatorRole, emulatedRegion as region } from './emulated-account.ts';
import { openEmulated } from './moto-stage.ts';

/** An account of emulated AWS: what an operations team calls, and what the service sees of it. */
export type Account = {
  readonly provider: CloudProvider;
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;
  readonly eks: EKSClient;
  readonly loadBalancing: ElasticLoadBalancingV2Client;
  readonly rds: RDSClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  /** The ARN of a role, made when it is first asked for. */
  readonly anyRole: () => Promise<string>;
  /** A number that no other thing here has. */
  readonly next: () => number;
};

/** Makes a role, by a call of the query protocol: nothing else here needs IAM's client. */
const createRole = async (endpoint: string, accountId: string): Promise<string> => {
  const RoleName = 'any-role';
  const parameters = { Action: 'CreateRole', RoleName, AssumeRolePolicyDocument: '{}' };
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams(parameters),
    headers: {
      'x-moto-account-id': accountId,
      authorization: 'AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/iam/aws4_request',
    },
  });
  if (!answer.ok) throw new Error(`no role: ${answer.status} ${await answer.text()}`);
  return `arn:aws:iam::${accountId}:role/${RoleName}`;
};

/** Opens an account. @param endpoint of the emulator, or of what stands before it */
export const openAccount = (endpoint: string, accountId: string): Account => {
  const options = {
    endpoint,
    region,
    credentials: credentialsAt(endpoint, operatorRole)(accountId),
  };
  const ec2 = new EC2Client(options);
  const autoScaling = new AutoScalingClient(options);
  const eks = new EKSClient(options);
  const loadBalancing = new ElasticLoadBalancingV2Client(options);
  const rds = new RDSClient(options);
  const lambda = new LambdaClient(options);
  const logs = new CloudWatchLogsClient(options);
  let count = 0;
  let role: Promise<string> | undefined;
  return {
    provider: openEmulated(endpoint).provider,
    ec2,
    autoScaling,
    eks,
    loadBalancing,
    rds,
    lambda,
    logs,
    anyRole: () => {
      role ??= createRole(endpoint, accountId);
      return role;
    },
    next: () => {
      count += 1;
      return count;
    },
  };
};
