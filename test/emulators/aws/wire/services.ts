import * as autoScaling from '@aws-sdk/client-auto-scaling';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as eks from '@aws-sdk/client-eks';
import * as loadBalancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as rds from '@aws-sdk/client-rds';
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api';
import { HttpResponse } from '@smithy/core/protocols';
import { operation } from '@smithy/core/schema';
import type { WireAnswer } from '../../proxy.ts';

/** What AWS's own model, which its SDK carries, says of a call. */
export type Operation = ReturnType<typeof operation>;

/** A service on the wire. */
export type WireService = {
  readonly operations: ReadonlyMap<string, Operation>;
  /** What an answer of success says, as the SDK gives it. */
  readonly readAnswer: (operation: Operation, answer: WireAnswer) => Promise<object>;
};

/** A client of the SDK: nothing is ever sent with it, but it knows how answers are written. */
type Client = {
  readonly config: object & {
    readonly protocol: {
      deserializeResponse(
        operation: Operation,
        config: object,
        reply: HttpResponse,
      ): Promise<object>;
    };
  };
};

const unsent = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
} as const;

/** What stands first in the model of an operation. */
const operationMark = 9;

type Static = readonly [number, ...Parameters<typeof operation>];

const isOperation = (value: unknown): value is Static =>
  Array.isArray(value) && value[0] === operationMark;

/** @param model all that the module of a client exports */
const onWire = (model: object, { config }: Client): WireService => ({
  operations: new Map(
    Object.values(model)
      .filter(isOperation)
      .map(([, ...parts]) => {
        const read = operation(...parts);
        return [read.name, read];
      }),
  ),
  readAnswer: ({ name, ...rest }, { status, headers, body }) => {
    // A copy: the SDK makes something else of what it is given.
    const reply = new HttpResponse({
      statusCode: status,
      headers: { ...headers },
      body: new Uint8Array(body),
    });
    return config.protocol.deserializeResponse({ name, ...rest }, config, reply);
  },
});

/** Services by the names that calls are signed for. */
export const wireServices: ReadonlyMap<string, WireService> = new Map([
  ['autoscaling', onWire(autoScaling, new autoScaling.AutoScalingClient(unsent))],
  ['ec2', onWire(ec2, new ec2.EC2Client(unsent))],
  ['eks', onWire(eks, new eks.EKSClient(unsent))],
  [
    'elasticloadbalancing',
    onWire(loadBalancing, new loadBalancing.ElasticLoadBalancingV2Client(unsent)),
  ],
  ['iam', onWire(iam, new iam.IAMClient(unsent))],
  ['lambda', onWire(lambda, new lambda.LambdaClient(unsent))],
  ['logs', onWire(logs, new logs.CloudWatchLogsClient(unsent))],
  ['rds', onWire(rds, new rds.RDSClient(unsent))],
  ['tagging', onWire(tagging, new tagging.ResourceGroupsTaggingAPIClient(unsent))],
]);
