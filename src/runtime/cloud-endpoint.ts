import { randomUUID } from 'node:crypto';
import { createDynamoDbNonces } from '../access/nonces.ts';
import { createSecretReader } from '../access/secret-reader.ts';
import type { WireOpener } from '../clouds/wire.ts';
import type { Log } from '../model/telemetry.ts';
import type { Table } from '../storage/table.ts';
import { createCloudEndpoint } from '../tag-api/cloud-endpoint.ts';
import { apiVersion } from '../tag-api/read-request.ts';
import type { Access } from './access.ts';
import type { Services } from './services.ts';

export type CloudEndpointParts = {
  readonly services: Pick<Services, 'simulator' | 'reconcile'>;
  readonly access: Access;
  /** Where nonces are kept. */
  readonly table: Table;
  readonly openWire: WireOpener;
  readonly log: Pick<Log, 'error'>;
};

/**
 * Wires a simulated cloud as its own clients reach it, with the keys of the Tag API; that API itself is
 * served apart. Undefined where no cloud is simulated.
 */
export const cloudEndpointOf = ({ services, access, table, openWire, log }: CloudEndpointParts) => {
  const { simulator, reconcile } = services;
  if (simulator === undefined) return undefined;
  const wire = openWire({ simulator });
  const { clock } = reconcile;
  return createCloudEndpoint({
    wire: { ...wire, speaks: (version) => version !== apiVersion && wire.speaks(version) },
    keys: access.keys,
    readSecret: createSecretReader(access.secrets),
    nonces: createDynamoDbNonces({ table, clock }),
    clock,
    newRequestId: randomUUID,
    log,
  });
};
