import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type ConsoleFiles, toConsole } from '../console/console-files.ts';
import { closedDoor, type Door } from '../console/door.ts';
import { checkHost, checkOrigin, checkSite } from '../console/web-checks.ts';
import { HeirtagError, InvalidInputError } from '../model/errors.ts';
import { loginHint, tellGatewayRefusal } from './gateway-refusals.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';

export type ConsoleProxyOptions = {
  readonly files: ConsoleFiles;
  /** Lets in the one browser that the command opened. */
  readonly door: Door;
  /** The API that calls go to. */
  readonly endpoint: URL;
  /** Makes a call in the user's name. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Nothing but looks and dry runs is let through. */
  readonly isReadOnly: boolean;
  /** The AWS profile that calls are signed with, where one was named. */
  readonly profile: string | undefined;
  readonly newRequestId: () => string;
};

/** Where the proxy listens: on this machine alone. */
export const proxyHostname = '127.0.0.1';

/** More than the API takes. Bytes. */
const largestBody = 2 * 1024 * 1024;

/** What of a call and of its answer goes through. */
const headersOut = ['accept', 'content-type', 'if-match'] as const;
const headersBack = [
  'content-type',
  'content-disposition',
  'etag',
  'retry-after',
  'x-request-id',
  // Where a plan that is taken away as a file goes on.
  'x-next-cursor',
] as const;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** @throws InvalidInputError when a parameter is given twice: nobody could tell which one counts */
const queryOf = ({ req }: Context): Readonly<Record<string, string>> => {
  const twice = Object.entries(req.queries()).find(([, values]) => values.length > 1);
  if (twice === undefined) return req.query();
  throw new InvalidInputError({
    code: 'InvalidQuery',
    message: `${twice[0]}: is given ${twice[1].length} times; expected once`,
  });
};

const pick = (
  names: readonly string[],
  read: (name: string) => string | null | undefined,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = read(name);
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );

const statusOf = ({ kind, code }: HeirtagError): 400 | 401 | 502 => {
  if (code === 'CredentialsMissing') return 401;
  return kind === 'invalid' ? 400 : 502;
};

/**
 * Serves the console on this machine and makes its calls of the API in the user's name, as `kubectl proxy`
 * does: for the one browser that opened the address with the token, and for its own page alone.
 */
export const createConsoleProxy = (options: ConsoleProxyOptions): Hono => {
  const { files, door, endpoint, send, isReadOnly, profile, newRequestId } = options;
  const base = endpoint.pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
  const mode = { 'x-heirtag-console': isReadOnly ? 'read-only' : 'read-write' } as const;

  const refuse = (
    status: number,
    told: { readonly code: string; readonly message: string },
    requestId = newRequestId(),
  ): Response =>
    Response.json(
      { ...told, requestId },
      { status, headers: { ...mode, 'x-request-id': requestId, 'cache-control': 'no-store' } },
    );

  const readCall = async (context: Context): Promise<HttpRequest> => {
    const { req } = context;
    const method = methods.find((each) => each === req.method);
    if (method === undefined) {
      const message = `the API takes no ${req.method}`;
      throw new InvalidInputError({ code: 'MethodNotAllowed', message });
    }
    const body = method === 'GET' ? '' : await req.text();
    return {
      method,
      path: `${base}${new URL(req.url).pathname}`,
      query: queryOf(context),
      headers: pick(headersOut, (name) => req.header(name)),
      body: body === '' ? undefined : body,
    };
  };

  const mayPass = ({ method, query }: HttpRequest): boolean =>
    !isReadOnly || method === 'GET' || query.dryRun === 'true';

  const forward = async (context: Context): Promise<Response> => {
    try {
      const call = await readCall(context);
      if (!mayPass(call)) {
        const message = `${call.method} ${call.path} would change something, and this console was started with --read-only`;
        return refuse(403, { code: 'ReadOnly', message });
      }
      const answer = await send(call);
      const refusal = tellGatewayRefusal(answer, call, { endpoint, profile });
      const requestId = answer.headers.get('x-request-id') ?? undefined;
      if (refusal !== undefined) return refuse(answer.status, refusal, requestId);
      const headers = pick(headersBack, (name) => answer.headers.get(name));
      return new Response(answer.text, {
        status: answer.status,
        headers: { ...headers, ...mode, 'cache-control': 'no-store' },
      });
    } catch (error) {
      if (!(error instanceof HeirtagError)) throw error;
      const { code, message } = error;
      const hint = code === 'CredentialsMissing' ? `. ${loginHint(profile)}` : '';
      return refuse(statusOf(error), { code, message: `${message}${hint}` });
    }
  };

  const app = new Hono();
  app.use(async ({ req }, next) => {
    const wrongHost = checkHost(req.header('host'), proxyHostname);
    if (wrongHost !== undefined) return refuse(wrongHost.status, wrongHost);
    const opened = door.open(req.raw);
    if (opened !== undefined) return opened;
    const refusal =
      checkOrigin(req.header('origin'), req.header('host')) ??
      checkSite(req.header('sec-fetch-site'));
    if (refusal !== undefined) return refuse(refusal.status, refusal);
    if (door.isOpenTo(req.raw)) return next();
    if (!req.path.startsWith('/v1/')) return closedDoor();
    const message = 'open the address that the command printed; it lets one browser in, once';
    return refuse(401, { code: 'Unauthorized', message });
  });
  app.get('/', toConsole);
  app.all('/v1/*', bodyLimit({ maxSize: largestBody }), forward);
  app.all('*', ({ req }) => files.answer(req.raw) ?? closedDoor());
  app.onError(() =>
    refuse(500, { code: 'InternalError', message: 'the console of this machine failed' }),
  );
  return app;
};
