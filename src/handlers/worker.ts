import { serviceNameOf } from '../model/telemetry.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { openClients, openFoundation } from '../runtime/foundation.ts';
import { createServices } from '../runtime/services.ts';
import { openTelemetry } from '../runtime/telemetry.ts';
import { openWave } from '../runtime/wave.ts';
import { workerOf } from '../runtime/worker.ts';

const environment = readEnvironment(process.env);

/** Lambda entry: messages of the changes queue. */
export const handler = workerOf(
  createServices(environment, openFoundation(environment, openClients()), {
    wave: openWave(),
  }),
  openTelemetry(serviceNameOf(environment.HEIRTAG_STAGE, 'worker')),
);
