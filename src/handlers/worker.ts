import { serviceNameOf } from '../model/telemetry.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { openClients, openFoundation } from '../runtime/foundation.ts';
import { createServices } from '../runtime/services.ts';
import { inInvocations, openTelemetry } from '../runtime/telemetry.ts';
import { tellLanes } from '../runtime/tell-lanes.ts';
import { openWave } from '../runtime/wave.ts';
import { workerOf } from '../runtime/worker.ts';

const environment = readEnvironment(process.env);
const telemetry = openTelemetry(serviceNameOf(environment.HEIRTAG_STAGE, 'worker'));

/** Lambda entry: messages of the changes queue. */
export const handler = inInvocations(
  telemetry.log,
  workerOf(
    createServices(environment, openFoundation(environment, openClients()), {
      wave: openWave('live'),
      laterWave: openWave('later'),
      onLaneEvent: tellLanes(telemetry),
      ...telemetry,
    }),
    telemetry,
  ),
);
