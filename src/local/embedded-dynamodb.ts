import { once } from 'node:events';
import dynalite from 'dynalite';
import { InvalidInputError } from '../model/errors.ts';

export type EmbeddedServer = {
  /** Where it listens: loopback, a free port. */
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
};

/** Why a database cannot be opened; LevelDB allows one process a folder. */
const openError = (folder: string, cause: unknown): InvalidInputError => {
  const text =
    cause instanceof Error ? `${cause.message} ${String(cause.cause ?? '')}` : String(cause);
  return new InvalidInputError({
    code: 'DataDirectoryUnusable',
    message: /lock/i.test(text)
      ? `the data in ${folder} is in use by another runner; stop it, or choose another --data`
      : `the data in ${folder} cannot be opened: ${text}`,
    cause,
  });
};

/**
 * Starts a DynamoDB on loopback that keeps its tables on disk.
 * @throws InvalidInputError `DataDirectoryUnusable` when another process has the folder open
 */
export const startEmbeddedDynamoDb = async (folder: string): Promise<EmbeddedServer> => {
  const server = dynalite({ path: folder, createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  const endpoint = `http://127.0.0.1:${port}`;
  await assertOpens(endpoint).catch((error: unknown) => {
    server.close();
    throw openError(folder, error);
  });
  return {
    endpoint,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
};

/** The database opens with the first request, so ask for something. */
const assertOpens = async (endpoint: string): Promise<void> => {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20260101T000000Z',
      connection: 'close',
    },
    body: '{}',
  });
  if (!response.ok) throw new Error(await response.text());
};
