import { getConnInfo, handle } from 'hono/aws-lambda';
import { senders } from '#openers';
import { secretValue } from '../aws/secret-value.ts';
import { createSignedCall } from '../aws/signed-call.ts';
import { serviceNameOf } from '../model/telemetry.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { openClients, openFoundation } from '../runtime/foundation.ts';
import { ingestOf } from '../runtime/ingest.ts';
import { inInvocations, openTelemetry } from '../runtime/telemetry.ts';

const environment = readEnvironment(process.env);
const clients = openClients();
const telemetry = openTelemetry(serviceNameOf(environment.HEIRTAG_STAGE, 'ingest'));
const call = createSignedCall({
  identity: () => clients.dynamoDb.config,
  // As the SDK's own clients take it.
  endpoint: process.env.AWS_ENDPOINT_URL,
});

/** Lambda entry: events from the clouds' own event services, behind API Gateway. */
export const handler = inInvocations(
  telemetry.log,
  handle(
    ingestOf({
      environment,
      foundation: openFoundation(environment, clients),
      senders,
      readSecret: (name) => secretValue(call, name),
      // As API Gateway saw it: headers can say anything.
      sourceOf: (context) => getConnInfo(context).remote.address,
      ...telemetry,
    }),
  ),
);
