import { type Context, Hono } from 'hono';
import type { AccessKey } from '../access/access-key.ts';
import type { RuleAdmin } from '../admin/rule-admin.ts';
import { type AuditedDeps, audited } from '../audit/audited.ts';
import type { SimulatedCloud } from '../clouds/simulator.ts';
import { isoTime } from '../model/clock.ts';
import type { Log, Meter } from '../model/telemetry.ts';
import { type AuthenticateDeps, authenticate, checkCallLimit, shownKeyId } from './authenticate.ts';
import { frontPage, isLookedAt } from './front-page.ts';
import { nestParameters } from './nested-parameters.ts';
import { principalOf, type TagApiCall, type TagApiOperation } from './operation.ts';
import { ruleOperations } from './operations/rules.ts';
import { tagOperations } from './operations/tags.ts';
import { rawRequestOf } from './raw-request.ts';
import { readRequest } from './read-request.ts';
import { refusalOf } from './refusal.ts';
import type { SignedRequest } from './signed-request.ts';
import { TagApiError } from './tag-api-error.ts';

export type TagApiDeps = AuthenticateDeps &
  AuditedDeps & {
    readonly ruleAdmin: RuleAdmin;
    /** Undefined where there is no simulated cloud; then there are no actions on tags. */
    readonly simulator: SimulatedCloud | undefined;
    readonly newRequestId: () => string;
    /** Address that a call comes from, where it is known. */
    readonly sourceOf: (context: Context) => string | undefined;
    readonly log: Pick<Log, 'warn' | 'error'>;
    readonly meter: Pick<Meter, 'add' | 'flush'>;
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

  /** Tells who was not let in. Never what was signed, and with what. */
  const reportStranger = (
    { code }: TagApiError,
    facts: Readonly<Record<'requestId' | 'accessKeyId' | 'sourceAddress', string | undefined>>,
  ): void => {
    deps.log.warn('call refused', { code, ...facts });
    deps.meter.add('SignaturesRefused', 1);
    deps.meter.flush();
  };

  const run = async (context: Context, requestId: string): Promise<Outcome> => {
    const request = context.req.raw;
    let signed: SignedRequest | undefined;
    let caller: AccessKey | undefined;
    let operation: TagApiOperation | undefined;
    try {
      signed = readRequest(await rawRequestOf(request));
      caller = await authenticate(deps, signed);
      await checkCallLimit(deps, caller);
      const { accessKeyId, accountId, rights } = caller;
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
      else if (caller === undefined) {
        const accessKeyId = signed && shownKeyId(signed);
        reportStranger(refusal, { requestId, accessKeyId, sourceAddress: deps.sourceOf(context) });
      }
      return tellRefusal(refusal, { requestId, host: request.headers.get('host') });
    }
  };

  const app = new Hono();
  app.all('/', async (context) => {
    if (isLookedAt(context.req.raw)) return frontPage();
    const requestId = deps.newRequestId().toUpperCase();
    const { status, body, retryAfterMs } = await run(context, requestId);
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
