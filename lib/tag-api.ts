import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { HeirtagFunction } from './heirtag-function.ts';
import { letUseSecrets, onQueues, onTable } from './permissions.ts';
import { type FunctionProps, lettingPublish } from './service.ts';
import { addSignedApi } from './signed-api.ts';

/** Just under what API Gateway waits at the most. Seconds. */
const timeoutSeconds = 29;

/**
 * The Tag API's own protocol, on a host of its own: whoever calls it is let in by the signature, which
 * the function checks. A flood of calls uses up this API's rate and not the HTTP API's.
 */
export class TagApi extends Construct {
  readonly api: HttpApi;
  readonly function: HeirtagFunction;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id);
    const { stage, settings } = props;
    this.function = this.makeFunction(props);
    letUseSecrets(this.function, stage, 'GetSecretValue');
    this.api = addSignedApi(this, {
      name: `heirtag-${stage}-tag-api`,
      description: `The Tag API's own protocol of Heirtag, stage ${stage}`,
      path: '/',
      method: HttpMethod.ANY,
      handler: this.function,
      reason:
        "The clients sign as the cloud's own API wants it, which no authorizer can check; the function does.",
      settings,
      requestsPerSecond: settings.tagApiRequestsPerSecond,
    });
  }

  private makeFunction(props: FunctionProps): HeirtagFunction {
    const { stage, settings, tables, queues, environment } = props;
    const { state, simulator } = tables;
    return new HeirtagFunction(this, 'TagApi', {
      handler: 'tag-api',
      description: "The Tag API's own protocol",
      stage,
      settings,
      memoryMiB: settings.adminMemoryMiB,
      timeoutSeconds,
      reservedConcurrency: settings.tagApiReservedConcurrency,
      environment,
      statements: [
        onTable(state, 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'),
        onQueues([queues.changes], 'SendMessage'),
        ...(simulator === undefined
          ? []
          : [onTable(simulator, 'GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem')]),
        ...lettingPublish(props, { isSimulating: true }),
      ],
    });
  }
}
