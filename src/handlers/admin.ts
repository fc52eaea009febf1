import { handle } from 'hono/aws-lambda';
import { serviceNameOf } from '../model/telemetry.ts';
import { openAccess } from '../runtime/access.ts';
import { adminOf } from '../runtime/admin.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createServices, openClients, openStateTable } from '../runtime/services.ts';
import { createLog } from '../runtime/telemetry.ts';

const environment = readEnvironment(process.env);
const clients = openClients();

/** Lambda entry: the HTTP API behind API Gateway. */
export const handler = handle(
  adminOf(
    createServices(environment, clients),
    createLog(serviceNameOf(environment.HEIRTAG_STAGE, 'admin')),
    openAccess(environment, openStateTable(environment, clients)),
  ),
);
