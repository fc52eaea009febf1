import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { AccessKey } from '../access/access-key.ts';
import { readBytes } from '../admin/read-bytes.ts';
import type { Caller } from '../clouds/simulator.ts';
import type { Wire, WireAnswer, WireHead } from '../clouds/wire.ts';
import { InvalidInputError } from '../model/errors.ts';
import type { Log } from '../model/telemetry.ts';
import { isAcs3, readAcs3Request } from './acs3-request.ts';
import { type AuthenticateDeps, authenticate } from './authenticate.ts';
import { nestParameters } from './nested-parameters.ts';
import { formOf } from './parameters.ts';
import { rawRequestOf } from './raw-request.ts';
import { refusalOf } from './refusal.ts';
import { readRpcRequest } from './rpc-request.ts';
import type { RawRequest, SignedRequest } from './signed-request.ts';
import { TagApiError } from './tag-api-error.ts';

export type CloudEndpointDeps = Omit<AuthenticateDeps, 'callLimit'> & {
  /** What is said there. */
  readonly wire: Wire;
  readonly newRequestId: () => string;
  /** Whom the audit trail names for a key; a user of the key's name unless given. */
  readonly callerOf?: (key: AccessKey) => Caller;
  readonly log: Pick<Log, 'error'>;
};

const userOf = ({ accessKeyId }: AccessKey): Caller => ({
  type: 'ram-user',
  principalId: accessKeyId,
  userName: accessKeyId,
});

const isJson = ({ header }: RawRequest): boolean =>
  /^application\/json\b/i.test(header('content-type') ?? '');

const isForm = ({ headers }: Request): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '');

/** The text of a form, to be looked into; what is too large for that, whoever answers it refuses. */
const formIn = async (request: Request): Promise<string> => {
  try {
    return (await readBytes(request.clone())).toString();
  } catch (error) {
    if (error instanceof InvalidInputError) return '';
    throw error;
  }
};

/** Which API a request is for: its clients say it in a header, the query, or a form. */
const versionIn = async (request: Request): Promise<string | undefined> => {
  const { pathname, searchParams } = new URL(request.url);
  const said = request.headers.get('x-acs-version') ?? searchParams.get('Version');
  if (said !== null) return said;
  if (pathname !== '/' || request.method !== 'POST' || !isForm(request)) return undefined;
  return new URLSearchParams(await formIn(request)).get('Version') ?? undefined;
};

const jsonIn = (raw: RawRequest): unknown => {
  if (!isJson(raw) || raw.body.byteLength === 0) return undefined;
  try {
    return JSON.parse(Buffer.from(raw.body).toString());
  } catch {
    throw new TagApiError(400, 'InvalidJSON', 'The body says that it is JSON, and is not.');
  }
};

const read = (raw: RawRequest): SignedRequest =>
  isAcs3(raw) ? readAcs3Request(raw, isJson(raw) ? () => '' : formOf) : readRpcRequest(raw);

const answerTo = async (
  deps: CloudEndpointDeps,
  head: WireHead,
  request: Request,
): Promise<WireAnswer> => {
  const { wire, callerOf = userOf, log } = deps;
  try {
    const raw = await rawRequestOf(request);
    const signed = read(raw);
    const key = await authenticate(deps, signed);
    const { accountId, accessKeyId, rights } = key;
    return await wire.answer({
      ...head,
      action: signed.action,
      parameters: nestParameters(signed.parameters),
      json: jsonIn(raw),
      accountId,
      accessKeyId,
      caller: callerOf(key),
      mayWrite: rights === 'full',
    });
  } catch (error) {
    const { httpStatus, code, message, details } = refusalOf(error);
    if (httpStatus >= 500) log.error('request failed', { requestId: head.requestId, error });
    const { retryAfterMs } = details;
    return wire.refuse(head, { httpStatus, code, message, retryAfterMs });
  }
};

/**
 * The simulated cloud as its own clients reach it: `POST /` of RPC products and the paths of ROA ones,
 * signed as the Tag API's calls are. Requests for other APIs go on to what is mounted after it.
 */
export const createCloudEndpoint = (deps: CloudEndpointDeps): Hono<{ Bindings: HttpBindings }> => {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (context, next) => {
    const request = context.req.raw;
    const version = await versionIn(request);
    if (version === undefined || !deps.wire.speaks(version)) return next();
    const head: WireHead = {
      requestId: deps.newRequestId().toUpperCase(),
      method: request.method,
      path: new URL(request.url).pathname,
      host: request.headers.get('host') ?? '',
      version,
    };
    const { status, headers, body, isLost } = await answerTo(deps, head, request);
    if (isLost !== true) return new Response(body, { status, headers });
    context.env.outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  });
  return app;
};
