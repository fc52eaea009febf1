import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import packageJson from '../package.json' with { type: 'json' };
import { HeirtagFunction } from './heirtag-function.ts';
import { addHttpStage } from './http-stage.ts';
import { letTouchAlibaba } from './let-touch-alibaba.ts';
import { letTouchAws } from './let-touch-aws.ts';
import { letUseSecrets, onBus, onQueues, onTable } from './permissions.ts';
import type { FunctionProps } from './service.ts';
import { roleNamesOf } from './stage-clouds.ts';

/** Just under what API Gateway waits at the most. Seconds. */
const timeoutSeconds = 29;

/** The HTTP API: rules, feature, events, resources; every call is signed (SigV4). */
export class AdminApi extends Construct {
  readonly api: HttpApi;
  readonly function: HeirtagFunction;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id);
    const { stage, settings } = props;
    this.function = this.makeFunction(props);
    letTouchAws(this.function, stage, { settings, mayTag: false });
    letTouchAlibaba(this.function, settings);
    if (settings.tagApi)
      letUseSecrets(this.function, stage, 'CreateSecret', 'TagResource', 'DeleteSecret');
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
    addHttpStage(this, {
      api: this.api,
      settings,
      requestsPerSecond: settings.adminRequestsPerSecond,
      caller: '$context.identity.userArn',
    });
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
      roleName: roleNamesOf(stage, settings).admin,
      environment: {
        ...environment,
        HEIRTAG_ACCOUNT_IN_QUERY: String(settings.accountInQuery),
        HEIRTAG_VERSION: packageJson.version,
        HEIRTAG_PRODUCTION: String(settings.production),
      },
      statements: [
        onTable(state, 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'),
        onQueues([queues.changes], 'SendMessage', 'GetQueueAttributes'),
        onQueues(
          [queues.deadLetters, queues.intakeDeadLetters],
          'GetQueueAttributes',
          'ReceiveMessage',
          'ChangeMessageVisibility',
          'DeleteMessage',
        ),
        onBus(intake.bus),
        ...(simulator === undefined
          ? []
          : [onTable(simulator, 'GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'Query')]),
      ],
    });
  }
}
