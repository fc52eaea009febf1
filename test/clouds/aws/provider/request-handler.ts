import { Readable } from 'node:stream';

/** A request as the SDK's clients hand it to what sends it. */
export type SentRequest = {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** What comes back. */
export type SentAnswer = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends a request. Throws as a connection that breaks does. */
export type Send = (request: SentRequest, signal: AbortSignal | undefined) => Promise<SentAnswer>;

/** In the place of what sends the requests of the SDK's clients. */
export const requestHandler = (send: Send) => ({
  handle: async (
    request: SentRequest,
    { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
  ) => {
    const { status, body, headers = {} } = await send(request, abortSignal);
    return {
      response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) },
    };
  },
  updateHttpClientConfig: () => {},
  httpHandlerConfigs: () => ({}),
});

/** The body of a request. */
export const textOf = ({ body }: Pick<SentRequest, 'body'>): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? '');

/** What a request asks for: `DescribeVolumes`, whatever its protocol. */
export const operationOf = (request: SentRequest): string => {
  const { headers, method, path } = request;
  const target = headers['x-amz-target']?.split('.').at(-1);
  const action = parametersOf(request).get('Action');
  return target ?? action ?? `${method} ${path}`;
};

/** A parameter of a request of the query protocol: `Filter.1.Name`. */
export const parametersOf = (request: SentRequest): ReadonlyMap<string, string> =>
  new Map(new URLSearchParams(textOf(request)));
