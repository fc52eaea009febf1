import type { Hono } from 'hono';
import { createDynamoDbNonces } from '../access/nonces.ts';
import type { SenderOpener, SenderPlace } from '../clouds/event-sender.ts';
import { createIngest, type IngestDeps, type Inlet } from '../ingest/app.ts';
import { keptFor, readSenderKeys } from '../ingest/sender-keys.ts';
import { InvalidInputError } from '../model/errors.ts';
import { regionsOf } from './clouds.ts';
import type { Environment } from './environment.ts';
import type { Foundation } from './foundation.ts';
import type { Telemetry } from './telemetry.ts';

export type IngestParts = {
  readonly environment: Environment;
  readonly foundation: Pick<Foundation, 'state' | 'bus' | 'clock' | 'newId'>;
  /** How the clouds' event services are known. */
  readonly senders: readonly SenderOpener[];
  /** Reads what senders must show. @returns undefined when there is nothing of this name */
  readonly readSecret: (name: string) => Promise<string | undefined>;
  readonly sourceOf: IngestDeps['sourceOf'];
} & Pick<SenderPlace, 'loadCertificate'> &
  Telemetry;

const inletsOf = (parts: IngestParts): readonly Inlet[] => {
  const { environment, foundation, senders, readSecret } = parts;
  const { clock } = foundation;
  const opened = senders.map((open) => open({ ...parts, clock }));
  return Object.entries(environment.HEIRTAG_INGEST ?? {}).map(([cloud, { accounts, secret }]) => {
    const sender = opened.find((each) => each.cloud === cloud);
    if (sender === undefined) {
      throw new InvalidInputError({
        code: 'InvalidEnvironment',
        message: `the environment is not usable: HEIRTAG_INGEST names ${cloud}, and no event service of it is known`,
      });
    }
    const read = async () => readSenderKeys(await readSecret(secret), `the secret ${secret}`);
    return { sender, accounts, readKeys: keptFor(read, clock) };
  });
};

/** Wires what takes events of a process from the clouds' event services. @throws InvalidInputError `InvalidEnvironment` */
export const ingestOf = (parts: IngestParts): Hono => {
  const { environment, foundation, ...reports } = parts;
  const { state: table, bus, clock, newId } = foundation;
  return createIngest({
    ...reports,
    inlets: inletsOf(parts),
    nonces: createDynamoDbNonces({ table, clock }),
    bus,
    regions: regionsOf(environment),
    newRequestId: newId,
  });
};
