import { handle } from 'hono/aws-lambda';
import { serviceNameOf } from '../model/telemetry.ts';
import { adminOf } from '../runtime/admin.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createServices, openClients } from '../runtime/services.ts';
import { createLog } from '../runtime/telemetry.ts';

const environment = readEnvironment(process.env);

/** Lambda entry: the HTTP API behind API Gateway. */
export const handler = handle(
  adminOf(
    createServices(environment, openClients()),
    createLog(serviceNameOf(environment.HEIRTAG_STAGE, 'admin')),
  ),
);
