import { serviceNameOf } from '../model/telemetry.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { openClients, openFoundation } from '../runtime/foundation.ts';
import { rulesOf } from '../runtime/rules.ts';
import { createServices } from '../runtime/services.ts';
import { createLog, inInvocations } from '../runtime/telemetry.ts';

const environment = readEnvironment(process.env);
const log = createLog(serviceNameOf(environment.HEIRTAG_STAGE, 'rules'));

/** Lambda entry: rules that come with a deployment. */
export const handler = inInvocations(
  log,
  rulesOf(createServices(environment, openFoundation(environment, openClients()), { log }), log),
);
