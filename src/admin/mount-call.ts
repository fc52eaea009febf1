import type { Context, Hono } from 'hono';
import type { Audit } from '../audit/audit.ts';
import { type AuditEnd, audited } from '../audit/audited.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { InvalidInputError } from '../model/errors.ts';
import type { Log } from '../model/telemetry.ts';
import { apiErrorOf } from './api-error.ts';
import { type Answer, type Call, fillPath, noBody, type RawRequest } from './call.ts';
import { accountOf, principalOf } from './caller.ts';
import { readJsonBody } from './request-body.ts';

/** What travels with a request. */
export type ApiEnv = { Variables: { requestId: string } };

export type MountDeps = {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
};

const routeOf = ({ path }: Call): string =>
  fillPath(path, { segment: (name) => `:${name}`, rest: (name) => `:${name}{.+}` });

/** @throws InvalidInputError when a parameter is given twice: nobody could tell which one counts */
const readQuery = (context: Context<ApiEnv>): Readonly<Record<string, string>> => {
  for (const [name, values] of Object.entries(context.req.queries())) {
    if (values.length === 1) continue;
    throw new InvalidInputError({
      code: `InvalidParameter.${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      message: `${name.slice(0, 100)}: is given ${values.length} times; expected once`,
    });
  }
  return context.req.query();
};

const readRequest = async (context: Context<ApiEnv>, call: Call): Promise<RawRequest> => {
  const { accountId, ...query } = readQuery(context);
  return {
    accountId: accountOf(accountId),
    principal: principalOf(context),
    requestId: context.get('requestId'),
    header: (name) => context.req.header(name),
    params: context.req.param(),
    query,
    body: call.body === noBody ? undefined : await readJsonBody(context),
  };
};

const send = (answer: Answer<unknown>, status: number, requestId: string): Response => {
  const headers = { 'x-request-id': requestId, ...answer.headers };
  const init = { status: answer.status ?? status, headers };
  return 'text' in answer
    ? new Response(answer.text, {
        ...init,
        headers: { ...headers, 'content-type': answer.contentType },
      })
    : Response.json(answer.body, init);
};

/** Answers a failure, and reports it when it is not the caller's. */
export const sendFailure = (
  { log }: Pick<MountDeps, 'log'>,
  call: Pick<Call, 'tellFailure'>,
  { error, requestId }: { readonly error: unknown; readonly requestId: string },
): Response => {
  const { status, ...told } = apiErrorOf(error);
  const answer = call.tellFailure?.(error, requestId) ?? { status, body: { ...told, requestId } };
  const sent = send(answer, status, requestId);
  if (sent.status >= 500) log.error('request failed', { requestId, error });
  return sent;
};

const endOf = (error: unknown): AuditEnd => {
  const { status, code } = apiErrorOf(error);
  return { outcome: status < 500 ? 'refused' : 'failed', code };
};

const runAudited = (deps: MountDeps, call: Call, request: RawRequest): Promise<Answer<unknown>> => {
  const { accountId, requestId, principal, params, body = null } = request;
  return audited(deps, {
    accountId,
    requestId,
    principal,
    time: isoTime(deps.clock()),
    action: `${call.method} ${call.path}`,
    target: params,
    input: body,
    work: () => call.run(request),
    endOf,
  });
};

/** A dry run writes nothing, its audit entry included. */
const isDryRun = ({ query }: RawRequest): boolean => query.dryRun === 'true';

const serve = async (context: Context<ApiEnv>, call: Call, deps: MountDeps): Promise<Response> => {
  const requestId = context.get('requestId');
  try {
    const request = await readRequest(context, call);
    const answer =
      call.isAudited === true && !isDryRun(request)
        ? await runAudited(deps, call, request)
        : await call.run(request);
    return send(answer, call.status ?? 200, requestId);
  } catch (error) {
    return sendFailure(deps, call, { error, requestId });
  }
};

/** Serves a call, and logs that it was made. */
export const mountCall = (app: Hono<ApiEnv>, call: Call, deps: MountDeps): void => {
  app.on(call.method, routeOf(call), async (context) => {
    const response = await serve(context, call, deps);
    deps.log.info('request', {
      requestId: context.get('requestId'),
      action: `${call.method} ${call.path}`,
      params: context.req.param(),
      principal: principalOf(context),
      status: response.status,
    });
    return response;
  });
};
