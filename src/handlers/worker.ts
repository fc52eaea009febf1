import { readEnvironment } from '../runtime/environment.ts';
import { createServices, openClients } from '../runtime/services.ts';
import { openTelemetry } from '../runtime/telemetry.ts';
import { workerOf } from '../runtime/worker.ts';

/** Lambda entry: messages of the changes queue. */
export const handler = workerOf(
  createServices(readEnvironment(process.env), openClients()),
  openTelemetry('worker'),
);
