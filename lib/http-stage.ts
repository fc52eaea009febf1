import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { stageLogGroup } from './log-group.ts';
import type { StageSettings } from './stage-settings.ts';

export type HttpStageProps = {
  readonly api: HttpApi;
  readonly settings: StageSettings;
  /** Calls above this rate are answered 429; bursts may be twice as large. */
  readonly requestsPerSecond: number;
  /** API Gateway's variable for who calls, where it knows. */
  readonly caller?: '$context.identity.userArn';
};

/** Makes the one stage of an API, with its limits and its access log. */
export const addHttpStage = (
  scope: Construct,
  { api, settings, requestsPerSecond, caller }: HttpStageProps,
): HttpStage => {
  const accessLog = stageLogGroup(scope, 'AccessLog', settings);
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
          sourceAddress: '$context.identity.sourceIp',
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
