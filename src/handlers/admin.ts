import { handle } from 'hono/aws-lambda';
import { adminOf } from '../runtime/admin.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createServices, openClients } from '../runtime/services.ts';
import { createLog } from '../runtime/telemetry.ts';

/** Lambda entry: the HTTP API behind API Gateway. */
export const handler = handle(
  adminOf(createServices(readEnvironment(process.env), openClients()), createLog('admin')),
);
