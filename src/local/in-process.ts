import { Agent, type Server } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';

/** A server of this process that nothing outside of it can reach: it listens nowhere. */
export type EmbeddedServer = {
  /** What a client of the vendor's SDK takes to call it. */
  readonly reach: {
    /** Names no address: the request handler opens the connections. */
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly requestHandler: { readonly httpAgent: Agent };
  };
  /** Opens a connection, for what speaks HTTP otherwise. */
  readonly connect: () => Duplex;
  readonly stop: () => Promise<void>;
};

/** Where embedded servers seem to be. No dot, or the embedded SQS would take its beginning for a bucket. */
export const embeddedOrigin = 'http://embedded';

/** As many as the SDK's own agent opens. */
const mostConnections = 50;

/** What Node's HTTP client asks of a TCP connection, and a connection in memory has no need of. */
const asConnection = (stream: Duplex): Duplex => {
  const same = (): Duplex => stream;
  return Object.assign(stream, {
    setKeepAlive: same,
    setNoDelay: same,
    setTimeout: same,
    ref: same,
    unref: same,
  });
};

/** Hands the server one end of a connection in memory. @returns the other end */
const connectTo = (server: Server): Duplex => {
  const [ours, theirs] = duplexPair();
  server.emit('connection', theirs);
  return asConnection(ours);
};

/**
 * Lets the SDK's clients of this process call an HTTP server that listens nowhere. What goes back and
 * forth is HTTP as over a socket; but no other process, and no page in a browser, can join in.
 * @param stop closes what the server keeps
 */
export const embed = (server: Server, stop: () => Promise<void>): EmbeddedServer => {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: mostConnections });
  const connect = (): Duplex => connectTo(server);
  httpAgent.createConnection = connect;
  return {
    reach: {
      endpoint: embeddedOrigin,
      region: 'us-east-1',
      // Nobody checks them; the clients want some.
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      requestHandler: { httpAgent },
    },
    connect,
    stop: async () => {
      httpAgent.destroy();
      await stop();
    },
  };
};
