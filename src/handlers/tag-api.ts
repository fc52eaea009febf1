import { getConnInfo, handle } from 'hono/aws-lambda';
import { serviceNameOf } from '../model/telemetry.ts';
import { requireAccess } from '../runtime/access.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { openClients, openFoundation } from '../runtime/foundation.ts';
import { openSimulator } from '../runtime/simulator.ts';
import { openStores } from '../runtime/stores.ts';
import { tagApiOf } from '../runtime/tag-api.ts';
import { inInvocations, openTelemetry } from '../runtime/telemetry.ts';
import { touchesCloudOf } from '../runtime/touched-clouds.ts';

const environment = readEnvironment(process.env);
const foundation = openFoundation(environment, openClients());
const { state: table } = foundation;
const access = requireAccess(environment, table);
const telemetry = openTelemetry(serviceNameOf(environment.HEIRTAG_STAGE, 'tag-api'));
const stores = openStores(environment, foundation, telemetry);

/** Lambda entry: the Tag API behind API Gateway. */
export const handler = inInvocations(
  telemetry.log,
  handle(
    tagApiOf({
      services: {
        ...stores,
        environment,
        hasCloudFor: touchesCloudOf(environment),
        simulator: openSimulator(environment, foundation, stores.settings, telemetry),
      },
      access,
      table,
      // As API Gateway saw it: headers can say anything.
      sourceOf: (context) => getConnInfo(context).remote.address,
      ...telemetry,
    }),
  ),
);
