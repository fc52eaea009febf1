import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { createDynamoDbNonces } from '../access/nonces.ts';
import { createSecretReader } from '../access/secret-reader.ts';
import { createRuleAdmin, type RuleAdminDeps } from '../admin/rule-admin.ts';
import type { Table } from '../storage/table.ts';
import { createTagApi, type TagApiDeps } from '../tag-api/app.ts';
import { createCallLimit } from '../tag-api/call-limit.ts';
import type { Access } from './access.ts';
import type { Environment } from './environment.ts';
import type { Stores } from './stores.ts';
import type { Telemetry } from './telemetry.ts';

export { isLookedAt } from '../tag-api/front-page.ts';

export type TagApiParts = {
  readonly services: Stores &
    Pick<RuleAdminDeps, 'hasCloudFor'> &
    Pick<TagApiDeps, 'simulator'> & { readonly environment: Environment };
  readonly access: Access;
  /** Where nonces and calls are counted. */
  readonly table: Table;
  readonly sourceOf: TagApiDeps['sourceOf'];
} & Telemetry;

/** Wires the Tag API of a process. */
export const tagApiOf = ({ services, access, table, ...reports }: TagApiParts): Hono => {
  const { environment, audit, simulator, clock } = services;
  return createTagApi({
    ruleAdmin: createRuleAdmin(services),
    audit,
    simulator,
    clock,
    keys: access.keys,
    readSecret: createSecretReader(access.secrets),
    nonces: createDynamoDbNonces({ table, clock }),
    callLimit: createCallLimit({
      table,
      clock,
      callsPerMinute: environment.HEIRTAG_TAG_API_CALLS_PER_MINUTE,
    }),
    newRequestId: randomUUID,
    ...reports,
  });
};
