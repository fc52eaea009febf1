import { serviceNameOf } from '../model/telemetry.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { openClients, openFoundation } from '../runtime/foundation.ts';
import { rulesOf } from '../runtime/rules.ts';
import { openStores } from '../runtime/stores.ts';
import { createLog, inInvocations } from '../runtime/telemetry.ts';
import { touchesCloudOf } from '../runtime/touched-clouds.ts';

const environment = readEnvironment(process.env);
const foundation = openFoundation(environment, openClients());
const log = createLog(serviceNameOf(environment.HEIRTAG_STAGE, 'rules'));

/** Lambda entry: rules that come with a deployment. */
export const handler = inInvocations(
  log,
  rulesOf(
    {
      ...openStores(environment, foundation, { log }),
      hasCloudFor: touchesCloudOf(environment),
    },
    log,
  ),
);
