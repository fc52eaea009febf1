import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { HeirtagFunction } from './heirtag-function.ts';
import { letReadSecrets, onBus, onTable } from './permissions.ts';
import type { FunctionProps } from './service.ts';
import { addSignedApi } from './signed-api.ts';
import { inletsOf } from './stage-clouds.ts';

/** A certificate, two calls of AWS, and time to spare; the senders wait for some seconds. Seconds. */
const timeoutSeconds = 15;

/**
 * Events from the clouds' own event services, on a host of its own: a delivery is let in by its signature or
 * key, which the function checks. A flood uses up this API's rate and not the HTTP API's.
 */
export class Ingest extends Construct {
  readonly api: HttpApi;
  readonly function: HeirtagFunction;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id);
    const { stage, settings } = props;
    this.function = this.makeFunction(props);
    letReadSecrets(
      this.function,
      Object.values(inletsOf(settings)).map(({ secret }) => secret),
    );
    this.api = addSignedApi(this, {
      name: `heirtag-${stage}-ingest`,
      description: `Events from other clouds for Heirtag, stage ${stage}`,
      path: '/v1/ingest/{cloud}',
      method: HttpMethod.POST,
      handler: this.function,
      reason:
        'The event services of other clouds sign as they do, which no authorizer can check; the function does.',
      settings,
      requestsPerSecond: settings.ingestRequestsPerSecond,
    });
  }

  private makeFunction({ stage, settings, tables, intake, environment }: FunctionProps) {
    return new HeirtagFunction(this, 'Ingest', {
      handler: 'ingest',
      description: 'Takes events from the event services of other clouds',
      stage,
      settings,
      memoryMiB: settings.adminMemoryMiB,
      timeoutSeconds,
      reservedConcurrency: settings.ingestReservedConcurrency,
      environment: { ...environment, HEIRTAG_INGEST: JSON.stringify(inletsOf(settings)) },
      statements: [onTable(tables.state, 'PutItem', 'GetItem'), onBus(intake.bus)],
    });
  }
}
