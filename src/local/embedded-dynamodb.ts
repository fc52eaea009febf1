import { createRequire } from 'node:module';
import dynalite, { type DynaliteOptions } from 'dynalite';
import { countAsDynamoDb } from './dynamodb-limits.ts';
import { type EmbeddedServer, embed } from './in-process.ts';

/** What we need of dynalite's database, which its types do not tell. */
type Store = {
  /** Rejects when the files cannot be read. */
  readonly db: { readonly open: () => Promise<void> };
  readonly lifecycleManager: {
    readonly gracefulClose: (done: (error?: Error | null) => void) => void;
  };
};

const load = createRequire(import.meta.resolve('dynalite'));

/**
 * Lets the iterators of the database end. dynalite 4.0.0 ends them by a method `return`, which those of
 * abstract-level 3 do not have, so that each query would leave a snapshot open for ever: with it, all
 * that is written over or deleted later stays in memory and on disk.
 */
const letIteratorsEnd = (): void => {
  const { AbstractKeyIterator, AbstractValueIterator } = load('abstract-level');
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    prototype.return ??= prototype.close;
  }
};

/**
 * Makes the server together with the database that it serves. dynalite closes its database only with a
 * server that listens, and ours does not: so the database is taken where dynalite makes it.
 */
const makeServer = (options: DynaliteOptions) => {
  const databases = load('./db');
  const { create } = databases;
  let store: Store | undefined;
  databases.create = (given: unknown) => {
    store = create(given);
    return store;
  };
  try {
    const server = dynalite(options);
    if (store === undefined) throw new Error('dynalite made no database');
    return { server, store };
  } finally {
    databases.create = create;
  }
};

/**
 * Starts a DynamoDB in this process, which nothing else can reach.
 * @param folder keeps its tables on disk, and no other process has it; in memory without one
 */
export const startEmbeddedDynamoDb = async (folder?: string): Promise<EmbeddedServer> => {
  letIteratorsEnd();
  countAsDynamoDb();
  const { server, store } = makeServer({
    createTableMs: 0,
    deleteTableMs: 0,
    ...(folder === undefined ? {} : { path: folder }),
  });
  await store.db.open();
  return embed(
    server,
    () =>
      new Promise((resolve, reject) => {
        store.lifecycleManager.gracefulClose((error) => (error ? reject(error) : resolve()));
      }),
  );
};
