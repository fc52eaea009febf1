import { Server } from 'node:http';
import { type Http2Bindings, type HttpBindings, serve } from '@hono/node-server';
import { InvalidInputError } from '../model/errors.ts';

/** What one caller may take of the server, so that something is left for the others. */
export type ServerLimits = {
  /** One more is closed at once. */
  readonly mostConnections: number;
  /** Time for all headers of a request to come. Milliseconds. */
  readonly headersMs: number;
  /** Time for a request to come, with its body. Milliseconds. */
  readonly requestMs: number;
  /** How long a connection may rest between two requests. Milliseconds. */
  readonly idleMs: number;
  /** How often requests are looked at for their time. Milliseconds. */
  readonly checkMs: number;
};

/**
 * Far more than clients of one machine need; what is longer under way than this is no such client. A connection rests
 * for longer than clients pause between two calls: what is sent just as the server closes is lost to its sender.
 */
export const serverLimits: ServerLimits = {
  mostConnections: 1000,
  headersMs: 15_000,
  requestMs: 60_000,
  idleMs: 60_000,
  checkMs: 5000,
};

type Bindings = HttpBindings | Http2Bindings;

export type HttpServerOptions = {
  readonly fetch: (request: Request, bindings: Bindings) => Response | Promise<Response>;
  readonly hostname: string;
  readonly port: number;
  readonly limits?: ServerLimits;
};

export type HttpServer = {
  readonly url: string;
  /** Finishes what is in flight. */
  readonly stop: () => Promise<void>;
};

/** Room for the longest query that the Tag API takes, and more. Bytes. */
const mostHeaderBytes = 196_608;

/**
 * Who is answered before all of the body has come, as when it is too large, is still sending it, and the
 * connection ends with that: the next call must not be sent on it.
 */
const sayWhatCloses = (response: Response, { incoming }: Bindings): Response => {
  if (incoming.complete) return response;
  const headers = new Headers(response.headers);
  headers.set('connection', 'close');
  return new Response(response.body, { status: response.status, headers });
};

/** Serves HTTP. @throws InvalidInputError `PortUnusable` */
export const startHttpServer = (options: HttpServerOptions): Promise<HttpServer> =>
  new Promise((resolve, reject) => {
    const { fetch, hostname, port, limits = serverLimits } = options;
    const server = serve(
      {
        fetch: async (request, bindings) => sayWhatCloses(await fetch(request, bindings), bindings),
        hostname,
        port,
        serverOptions: {
          maxHeaderSize: mostHeaderBytes,
          headersTimeout: limits.headersMs,
          requestTimeout: limits.requestMs,
          keepAliveTimeout: limits.idleMs,
          connectionsCheckingInterval: limits.checkMs,
        },
      },
      (address) =>
        resolve({
          url: `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${address.port}`,
          stop: () =>
            new Promise((done) => {
              server.close(() => done());
              if (server instanceof Server) server.closeIdleConnections();
            }),
        }),
    );
    if (server instanceof Server) server.maxConnections = limits.mostConnections;
    server.on('error', (cause) =>
      reject(
        new InvalidInputError({
          code: 'PortUnusable',
          message: `cannot listen on ${hostname}:${port}: ${cause.message}; choose another --port`,
          cause,
        }),
      ),
    );
  });
