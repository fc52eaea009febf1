import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Listening, listenOnLoopback } from '../loopback.ts';

/** A call as it goes over the wire. */
export type WireCall = {
  /** Such as `ec2`, `eu-central-1` and who signed, as the call's signature says; empty where it is not signed. */
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly method: string;
  /** With what stands behind `?`. */
  readonly path: string;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** Passes a call on, and gives what came back. */
export type Pass = (call: WireCall) => Promise<WireAnswer>;

/** Stands between callers and who answers: may change calls and answers, or look at them. */
export type Layer = (call: WireCall, pass: Pass) => Promise<WireAnswer>;

/** A call that went through a proxy, and how it was answered. */
export type PassedCall = {
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
  /** From the callers' side to the one of who answers; none unless given. */
  readonly layers?: readonly Layer[];
  /** Told of each call before its answer is passed on. */
  readonly onCall?: (call: PassedCall) => void;
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
};

const credentialForm = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//;

const callOf = async (request: IncomingMessage): Promise<WireCall> => {
  const [, accessKeyId = '', region = '', service = ''] =
    credentialForm.exec(request.headers.authorization ?? '') ?? [];
  return {
    service,
    region,
    accessKeyId,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        [value ?? ''].flat().join(', '),
      ]),
    ),
    body: await bodyOf(request),
  };
};

/** What a call asks for by name; undefined where its path says it. */
export const namedOperationOf = ({ headers, body }: WireCall): string | undefined =>
  headers['x-amz-target']?.split('.').at(-1) ??
  new URLSearchParams(String(body)).get('Action') ??
  undefined;

/** Headers that belong to one connection. */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'transfer-encoding',
  'content-encoding',
  'keep-alive',
]);

const passedOn = (headers: Iterable<readonly [string, string]>): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !ofConnection.has(name)));

/** Passes calls on to an endpoint. */
export const passTo =
  (endpoint: string): Pass =>
  async ({ method, path, headers, body }) => {
    const answered = await fetch(`${endpoint}${path}`, {
      method,
      headers: passedOn(Object.entries(headers)),
      ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
    });
    return {
      status: answered.status,
      headers: passedOn(answered.headers),
      body: Buffer.from(await answered.arrayBuffer()),
    };
  };

/** Starts a proxy on loopback in front of an emulator. */
export const startProxy = ({
  endpoint,
  delayMs = 0,
  layers = [],
  onCall,
}: ProxyOptions): Promise<Listening> => {
  const pass = layers.reduceRight<Pass>(
    (inner, layer) => (call) => layer(call, inner),
    passTo(endpoint),
  );
  return listenOnLoopback(
    createServer(async (request, response) => {
      const beganAt = performance.now();
      try {
        const call = await callOf(request);
        if (delayMs > 0) await sleep(delayMs);
        const { status, headers, body } = await pass(call);
        onCall?.({
          service: call.service,
          operation: namedOperationOf(call) ?? `${call.method} ${call.path}`,
          body: String(call.body),
          status,
          answer: String(body),
          beganAt,
          endedAt: performance.now(),
        });
        response.writeHead(status, headers).end(body);
      } catch (failure) {
        // No client tries again what is not implemented.
        response.writeHead(501).end(String(failure));
      }
    }),
  );
};
