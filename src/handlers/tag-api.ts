import { getConnInfo, handle } from 'hono/aws-lambda';
import { serviceNameOf } from '../model/telemetry.ts';
import { requireAccess } from '../runtime/access.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { openClients, openFoundation } from '../runtime/foundation.ts';
import { createServices } from '../runtime/services.ts';
import { tagApiOf } from '../runtime/tag-api.ts';
import { inInvocations, openTelemetry } from '../runtime/telemetry.ts';

const environment = readEnvironment(process.env);
const foundation = openFoundation(environment, openClients());
const { state: table } = foundation;
const access = requireAccess(environment, table);
const telemetry = openTelemetry(serviceNameOf(environment.HEIRTAG_STAGE, 'tag-api'));

/** Lambda entry: the Tag API behind API Gateway. */
export const handler = inInvocations(
  telemetry.log,
  handle(
    tagApiOf({
      services: createServices(environment, foundation, telemetry),
      access,
      table,
      // As API Gateway saw it: headers can say anything.
      sourceOf: (context) => getConnInfo(context).remote.address,
      ...telemetry,
    }),
  ),
);
