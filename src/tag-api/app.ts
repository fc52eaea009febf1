import { Hono } from 'hono';
import { readBytes } from '../admin/read-bytes.ts';
import type { RuleAdmin } from '../admin/rule-admin.ts';
import { type AuditedDeps, audited } from '../audit/audited.ts';
import type { SimulatedCloud } from '../cloud/simulator/simulated-cloud.ts';
import { isoTime } from '../model/clock.ts';
import { type AuthenticateDeps, authenticate } from './authenticate.ts';
import { nestParameters } from './nested-parameters.ts';
import { principalOf, type TagApiCall, type TagApiOperation } from './operation.ts';
import { ruleOperations } from './operations/rules.ts';
import { tagOperations } from './operations/tags.ts';
import { readRequest } from './read-request.ts';
import { refusalOf } from './refusal.ts';
import type { RawRequest } from './signed-request.ts';
import { TagApiError } from './tag-api-error.ts';

export type TagApiDeps = AuthenticateDeps &
  AuditedDeps & {
    readonly ruleAdmin: RuleAdmin;
    /** Undefined where there is no simulated cloud; then there are no actions on tags. */
    readonly simulator: SimulatedCloud | undefined;
    readonly newRequestId: () => string;
  };

type Outcome = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number | undefined;
};

const notFound = (): TagApiError =>
  new TagApiError(
    404,
    'InvalidAction.NotFound',
    'Specified api is not found, please check your url and method.',
  );

const rawRequestOf = async (request: Request): Promise<RawRequest> => {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    query: search.slice(1),
    header: (name) => request.headers.get(name) ?? undefined,
    headerNames: [...request.headers.keys()],
    body: await readBytes(request),
  };
};

const tellRefusal = (
  { httpStatus, code, message, details }: TagApiError,
  { requestId, host }: { readonly requestId: string; readonly host: string | null },
): Outcome => ({
  status: httpStatus,
  retryAfterMs: details.retryAfterMs,
  body: {
    RequestId: requestId,
    HostId: host ?? '',
    Code: code,
    Message: message,
    ...(details.deniedAction === undefined
      ? {}
      : { AccessDeniedDetail: { AuthAction: details.deniedAction } }),
  },
});

/** Tag 2018-08-28 as the cloud's own clients speak it: every call is `GET` or `POST /`. */
export const createTagApi = (deps: TagApiDeps): Hono => {
  const operations: ReadonlyMap<string, TagApiOperation> = new Map(
    [
      ...ruleOperations(deps.ruleAdmin),
      ...(deps.simulator === undefined ? [] : tagOperations(deps.simulator)),
    ].map((operation) => [operation.name, operation]),
  );

  /** Writes go into the audit trail. */
  const runRecorded = (operation: TagApiOperation, call: TagApiCall) => {
    if (!operation.isWrite) return operation.run(call);
    return audited(deps, {
      accountId: call.accountId,
      requestId: call.requestId,
      principal: principalOf(call.accessKeyId),
      time: isoTime(deps.clock()),
      action: `Tag ${operation.name}`,
      target: {},
      input: call.parameters,
      work: () => operation.run(call),
      endOf: (error) => {
        const { httpStatus, code } = refusalOf(error, operation.codes);
        return { outcome: httpStatus < 500 ? 'refused' : 'failed', code };
      },
    });
  };

  const run = async (request: Request, requestId: string): Promise<Outcome> => {
    let operation: TagApiOperation | undefined;
    try {
      const signed = readRequest(await rawRequestOf(request));
      const { accessKeyId, accountId, rights } = await authenticate(deps, signed);
      operation = operations.get(signed.action);
      if (operation === undefined) throw notFound();
      if (operation.isWrite && rights !== 'full') {
        throw new TagApiError(
          403,
          'NoPermission.Operator',
          'No access permission, please contact the master account or permission administrator for authorization.',
          { deniedAction: `tag:${operation.name}` },
        );
      }
      const parameters = nestParameters(signed.parameters);
      const result = await runRecorded(operation, {
        parameters,
        accountId,
        accessKeyId,
        requestId,
      });
      return { status: 200, body: { RequestId: requestId, ...result } };
    } catch (error) {
      const refusal = refusalOf(error, operation?.codes);
      if (refusal.httpStatus >= 500) deps.log.error('request failed', { requestId, error });
      return tellRefusal(refusal, { requestId, host: request.headers.get('host') });
    }
  };

  const app = new Hono();
  app.all('/', async ({ req }) => {
    const requestId = deps.newRequestId().toUpperCase();
    const { status, body, retryAfterMs } = await run(req.raw, requestId);
    return new Response(JSON.stringify(body), {
      status,
      headers: {
        'content-type': 'application/json;charset=utf-8',
        'x-acs-request-id': requestId,
        ...(retryAfterMs === undefined ? {} : { 'x-acs-retry-after': String(retryAfterMs) }),
      },
    });
  });
  return app;
};
