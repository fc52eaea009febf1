import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { HeirtagFunction } from './heirtag-function.ts';
import { onBus, onQueues, onTable } from './permissions.ts';
import type { FunctionProps } from './service.ts';

/** Just under what API Gateway waits at the most. Seconds. */
const timeoutSeconds = 29;

/** The HTTP API: rules, feature, events, resources; every call is signed (SigV4). */
export class AdminApi extends Construct {
  readonly api: HttpApi;
  readonly function: HeirtagFunction;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id);
    const { stage } = props;
    this.function = this.makeFunction(props);
    this.api = new HttpApi(this, 'Api', {
      apiName: `heirtag-${stage}`,
      description: `Rules and resources of Heirtag, stage ${stage}`,
      createDefaultStage: false,
    });
    this.api.addRoutes({
      path: '/v1/{proxy+}',
      methods: [HttpMethod.ANY],
      integration: new HttpLambdaIntegration('Integration', this.function.function),
      authorizer: new HttpIamAuthorizer(),
    });
    this.addStage(props);
  }

  private makeFunction({ stage, settings, tables, queues, intake, environment }: FunctionProps) {
    const { state, simulator } = tables;
    return new HeirtagFunction(this, 'Admin', {
      handler: 'admin',
      description: 'The HTTP API of Heirtag',
      stage,
      settings,
      memoryMiB: settings.adminMemoryMiB,
      timeoutSeconds,
      reservedConcurrency: settings.adminReservedConcurrency,
      environment,
      statements: [
        onTable(state, 'GetItem', 'PutItem', 'DeleteItem', 'Query'),
        onQueues([queues.changes], 'SendMessage', 'GetQueueAttributes'),
        onQueues(
          [queues.deadLetters, queues.intakeDeadLetters],
          'GetQueueAttributes',
          'ReceiveMessage',
          'DeleteMessage',
        ),
        onBus(intake.bus),
        ...(simulator === undefined
          ? []
          : [onTable(simulator, 'GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'Query')]),
      ],
    });
  }

  private addStage({ settings }: FunctionProps): void {
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { adminRequestsPerSecond } = settings;
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: adminRequestsPerSecond, burstLimit: 2 * adminRequestsPerSecond },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            time: '$context.requestTime',
            caller: '$context.identity.userArn',
            method: '$context.httpMethod',
            path: '$context.path',
            status: '$context.status',
            latencyMilliseconds: '$context.responseLatency',
            error: '$context.error.message',
          }),
        ),
      },
    });
  }
}
