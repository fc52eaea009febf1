import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type Listening, listenOnLoopback } from '../../../loopback.ts';

/** A request as it came in. */
export type Seen = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The port that it came from: equal for requests of one connection. */
  readonly port: number | undefined;
};

/** What is answered; `hang up` ends the connection without an answer, and `silence` says nothing at all. */
export type Canned =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: unknown;
    }
  | 'hang up'
  | 'silence';

export type CannedCloud = Listening & { readonly seen: Seen[] };

/** Something that answers what a test says. @param answer texts are sent as they are, all else as JSON */
export const startCannedCloud = async (answer: (seen: Seen) => Canned): Promise<CannedCloud> => {
  const seen: Seen[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece);
    const request: Seen = {
      method: incoming.method ?? '',
      url: new URL(incoming.url ?? '/', `http://${incoming.headers.host}`),
      headers: incoming.headers,
      body: Buffer.concat(pieces).toString('utf8'),
      port: incoming.socket.remotePort,
    };
    seen.push(request);
    const canned = answer(request);
    if (canned === 'silence') return;
    if (canned === 'hang up') {
      incoming.socket.destroy();
      return;
    }
    const { status = 200, headers = {}, body } = canned;
    outgoing.writeHead(status, headers);
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return { ...(await listenOnLoopback(server)), seen };
};
