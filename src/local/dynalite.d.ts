declare module 'dynalite' {
  import type { Server } from 'node:http';

  export type DynaliteOptions = {
    /** Folder of the database; in memory without one. */
    readonly path?: string;
    /** How long tables take to come up. Milliseconds. */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  };

  /** Makes an HTTP server that speaks DynamoDB's protocol. */
  const dynalite: (options?: DynaliteOptions) => Server;
  export default dynalite;
}
