import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Listening, listenOnLoopback } from '../loopback.ts';

/** A call that went through a proxy, and how it was answered. */
export type PassedCall = {
  /** Such as `ec2`, as the call was signed for. */
  readonly service: string;
  /** Such as `DescribeVolumes`; `POST /tags/…` where the path says what is asked. */
  readonly operation: string;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
  /** When it came and when it was answered, by the process's own clock. Milliseconds. */
  readonly beganAt: number;
  readonly endedAt: number;
};

export type ProxyOptions = {
  /** Who answers. */
  readonly endpoint: string;
  /** What each call takes longer than without the proxy. Milliseconds; 0 unless given. */
  readonly delayMs?: number;
  /** Told of each call before its answer is passed on. */
  readonly onCall: (call: PassedCall) => void | Promise<void>;
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
};

const serviceOf = ({ headers }: IncomingMessage): string =>
  /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';

/** What a call asks for, whatever its protocol. */
const operationOf = ({ method, url, headers }: IncomingMessage, body: string): string => {
  const target = [headers['x-amz-target']].flat()[0]?.split('.').at(-1);
  return target ?? new URLSearchParams(body).get('Action') ?? `${method} ${url}`;
};

/** Headers that belong to one connection. */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
  'content-encoding',
  'keep-alive',
]);

const passedOn = (headers: Iterable<readonly [string, string]>): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !ofConnection.has(name)));

/** Starts a proxy on loopback in front of an emulator. */
export const startProxy = ({ endpoint, delayMs = 0, onCall }: ProxyOptions): Promise<Listening> =>
  listenOnLoopback(
    createServer(async (request, response) => {
      const beganAt = performance.now();
      const bytes = await bodyOf(request);
      if (delayMs > 0) await sleep(delayMs);
      try {
        const headers = Object.entries(request.headers).map(
          ([name, value]) => [name, [value ?? ''].flat().join(', ')] as const,
        );
        const answered = await fetch(`${endpoint}${request.url}`, {
          method: request.method ?? 'GET',
          headers: passedOn(headers),
          ...(bytes.length === 0 ? {} : { body: new Uint8Array(bytes) }),
        });
        const answer = Buffer.from(await answered.arrayBuffer());
        const body = bytes.toString();
        await onCall({
          service: serviceOf(request),
          operation: operationOf(request, body),
          body,
          status: answered.status,
          answer: answer.toString(),
          beganAt,
          endedAt: performance.now(),
        });
        response.writeHead(answered.status, passedOn(answered.headers)).end(answer);
      } catch (failure) {
        response.writeHead(502).end(String(failure));
      }
    }),
  );
