import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export type HttpStageProps = {
  readonly api: HttpApi;
  readonly logRetentionDays: number;
  /** Calls above this rate are answered 429; bursts may be twice as large. */
  readonly requestsPerSecond: number;
  /** API Gateway's variable for who calls, where it knows. */
  readonly caller?: '$context.identity.userArn';
};

/** Makes the one stage of an API, with its limits and its access log. */
export const addHttpStage = (
  scope: Construct,
  { api, logRetentionDays, requestsPerSecond, caller }: HttpStageProps,
): HttpStage => {
  const accessLog = new LogGroup(scope, 'AccessLog', {
    retention: logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new HttpStage(scope, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: requestsPerSecond, burstLimit: 2 * requestsPerSecond },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(
        JSON.stringify({
          requestId: '$context.requestId',
          time: '$context.requestTime',
          ...(caller === undefined ? {} : { caller }),
          method: '$context.httpMethod',
          path: '$context.path',
          status: '$context.status',
          latencyMilliseconds: '$context.responseLatency',
          error: '$context.error.message',
        }),
      ),
    },
  });
};
