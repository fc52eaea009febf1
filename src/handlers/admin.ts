import { handle } from 'hono/aws-lambda';
import { simulators } from '#openers';
import { serviceNameOf } from '../model/telemetry.ts';
import { openAccess } from '../runtime/access.ts';
import { adminOf } from '../runtime/admin.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { openClients, openFoundation } from '../runtime/foundation.ts';
import { createServices } from '../runtime/services.ts';
import { inInvocations, openTelemetry } from '../runtime/telemetry.ts';

const environment = readEnvironment(process.env);
const foundation = openFoundation(environment, openClients());

const { log, meter } = openTelemetry(serviceNameOf(environment.HEIRTAG_STAGE, 'admin'));

/** Lambda entry: the HTTP API behind API Gateway, which checks who signed a call. */
export const handler = inInvocations(
  log,
  handle(
    adminOf(createServices(environment, foundation, { log, openers: simulators }), log, {
      access: openAccess(environment, foundation.state),
      admission: 'signed',
      meter,
      takesOldForm: environment.HEIRTAG_ACCOUNT_IN_QUERY === 'true',
    }),
  ),
);
