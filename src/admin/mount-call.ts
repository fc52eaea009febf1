import type { Context, Hono } from 'hono';
import type { Audit } from '../audit/audit.ts';
import { type AuditEnd, audited } from '../audit/audited.ts';
import { defaultAccountId } from '../model/account.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { cutText } from '../model/cut-text.ts';
import { InvalidInputError, NotFoundError } from '../model/errors.ts';
import type { Log } from '../model/telemetry.ts';
import { apiErrorOf } from './api-error.ts';
import {
  type Answer,
  type Call,
  type CallForm,
  fillPath,
  formsOf,
  noBody,
  type RawRequest,
} from './call.ts';
import { type Admission, accountOf, principalOf } from './caller.ts';
import { readJsonBody } from './request-body.ts';

/** What travels with a request. */
export type ApiEnv = { Variables: { requestId: string } };

export type MountDeps = {
  readonly admission: Admission;
  /** False where the account must stand in the path. */
  readonly takesOldForm: boolean;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
};

type Mounted = { readonly call: Call; readonly form: CallForm };

const routeOf = ({ path }: CallForm): string =>
  fillPath(path, { segment: (name) => `:${name}`, rest: (name) => `:${name}{.+}` });

/** @throws InvalidInputError when a parameter is given twice: nobody could tell which one counts */
const readQuery = (context: Context<ApiEnv>): Readonly<Record<string, string>> => {
  for (const [name, values] of Object.entries(context.req.queries())) {
    if (values.length === 1) continue;
    throw new InvalidInputError({
      code: `InvalidParameter.${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      message: `${cutText(name, 100)}: is given ${values.length} times; expected once`,
    });
  }
  return context.req.query();
};

/** The same call, with the account where it belongs. */
const newFormOf = (path: string, accountId: string): string =>
  path.replace('/v1/', `/v1/accounts/${accountId}/`);

/**
 * The account that a call is for. In the path it must stand as it is: a policy compares texts. Only where
 * nobody signs, on one person's machine, there is one for calls that name none.
 * @throws InvalidInputError
 */
const readAccount = (
  { req }: Context<ApiEnv>,
  inQuery: string | undefined,
  { isOld, admission }: CallForm & Pick<MountDeps, 'admission'>,
): string | undefined => {
  const inPath = req.param('accountId');
  if (inPath === undefined || isOld) {
    if (inQuery !== undefined) return accountOf(inQuery);
    return admission === 'signed' ? undefined : defaultAccountId;
  }
  const { pathname } = new URL(req.url);
  if (!pathname.startsWith(`/v1/accounts/${accountOf(inPath)}/`)) {
    throw new InvalidInputError({
      code: 'InvalidPath',
      message: `the path writes the account ${inPath} with escapes; expected it as it is`,
    });
  }
  if (inQuery === undefined) return inPath;
  throw new InvalidInputError({
    code: 'InvalidParameter.AccountId',
    message: `accountId: the path names the account ${inPath}; leave it out of the query`,
  });
};

const readRequest = async (
  context: Context<ApiEnv>,
  { call, form }: Mounted,
  { admission }: Pick<MountDeps, 'admission'>,
): Promise<RawRequest> => {
  const { accountId: inQuery, ...query } = readQuery(context);
  const { accountId: _, ...params } = context.req.param();
  return {
    accountId: readAccount(context, inQuery, { ...form, admission }),
    principal: principalOf(context),
    requestId: context.get('requestId'),
    header: (name) => context.req.header(name),
    params,
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
  const { accountId = null, requestId, principal, params, body = null } = request;
  return audited(deps, {
    accountId: call.isForStage === true ? null : accountId,
    requestId,
    principal,
    time: isoTime(deps.clock()),
    action: `${call.method} ${call.path}`,
    target: params,
    input: call.isBodyKept === false ? null : body,
    work: () => call.run(request),
    doneAs: ({ end }) => end,
    endOf,
  });
};

/** 2026-11-26, as the header wants it. */
const oldSince = '@1795651200';

/** A dry run writes nothing, its audit entry included. */
const isDryRun = ({ query }: RawRequest): boolean => query.dryRun === 'true';

const answerCall = async (
  context: Context<ApiEnv>,
  { call, form }: Mounted,
  deps: MountDeps,
): Promise<Response> => {
  const requestId = context.get('requestId');
  try {
    const request = await readRequest(context, { call, form }, deps);
    const answer =
      call.isAudited === true && !isDryRun(request)
        ? await runAudited(deps, call, request)
        : await call.run(request);
    return send(answer, call.status ?? 200, requestId);
  } catch (error) {
    return sendFailure(deps, call, { error, requestId });
  }
};

/** Says of the old form that it ends. Source: RFC 9745, RFC 8288. */
const serveOldForm = async (
  context: Context<ApiEnv>,
  mounted: Mounted,
  deps: MountDeps,
): Promise<Response> => {
  const { path } = context.req;
  if (!deps.takesOldForm) {
    const message = `the account belongs into the path: ${newFormOf(cutText(path, 500), '<account>')}`;
    const error = new NotFoundError({ code: 'AccountNotInPath', message });
    return sendFailure(deps, mounted.call, { error, requestId: context.get('requestId') });
  }
  const response = await answerCall(context, mounted, deps);
  response.headers.set('deprecation', oldSince);
  return response;
};

/** Serves a call at its paths, and logs that it was made. */
export const mountCall = (app: Hono<ApiEnv>, call: Call, deps: MountDeps): void => {
  for (const form of formsOf(call)) {
    const serve = form.isOld ? serveOldForm : answerCall;
    app.on(call.method, routeOf(form), async (context) => {
      const response = await serve(context, { call, form }, deps);
      deps.log.info('request', {
        requestId: context.get('requestId'),
        action: `${call.method} ${call.path}`,
        params: context.req.param(),
        principal: principalOf(context),
        status: response.status,
        ...(form.isOld ? { isOldForm: true } : {}),
      });
      return response;
    });
  }
};
