import { Hono } from 'hono';
import * as z from 'zod/mini';
import type { AccessKeys } from '../access/access-keys.ts';
import type { Audit } from '../audit/audit.ts';
import type { Bus } from '../bus/bus.ts';
import type { CloudReads } from '../clouds/provider.ts';
import type { HandledRegions } from '../clouds/regions.ts';
import type { SimulatedCloud } from '../clouds/simulator.ts';
import type { LoopGuard } from '../engine/loop-guard.ts';
import type { History } from '../history/history.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { cutText } from '../model/cut-text.ts';
import type { Meter } from '../model/telemetry.ts';
import { whenUsed } from '../model/when-used.ts';
import type { DeadLetters } from '../queue/dead-letters.ts';
import type { SqsQueue } from '../queue/sqs-queue.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { type Call, defineStageCall, fillPath, formsOf, noBody, noQuery } from './call.ts';
import { admit } from './caller.ts';
import type { JobAdmin } from './job-admin.ts';
import { type ApiEnv, type MountDeps, mountCall, sendFailure } from './mount-call.ts';
import { openApiOf } from './openapi.ts';
import type { Planner } from './planner.ts';
import { type About, aboutCalls } from './routes/about.ts';
import { accessKeyCalls } from './routes/access-keys.ts';
import { accountCalls } from './routes/accounts.ts';
import { auditCalls } from './routes/audit.ts';
import { contestedCalls } from './routes/contested.ts';
import { coverageCalls } from './routes/coverage.ts';
import { deadLetterCalls } from './routes/dead-letters.ts';
import { eventCalls } from './routes/events.ts';
import { explainCalls } from './routes/explain.ts';
import { featureCalls } from './routes/feature.ts';
import { heirCalls } from './routes/heirs.ts';
import { historyCalls } from './routes/history.ts';
import { jobCalls } from './routes/jobs.ts';
import { queueCalls } from './routes/queue.ts';
import { resourceCalls } from './routes/resources.ts';
import { ruleBatchCalls } from './routes/rule-batches.ts';
import { ruleWriteCalls } from './routes/rule-writes.ts';
import { ruleCalls } from './routes/rules.ts';
import { settingsCalls } from './routes/settings.ts';
import { simulatorCalls } from './routes/simulator.ts';
import { statsCalls } from './routes/stats.ts';
import type { RuleAdmin } from './rule-admin.ts';

export type AppDeps = MountDeps & {
  readonly about: About;
  readonly ruleAdmin: RuleAdmin;
  readonly jobAdmin: JobAdmin;
  readonly jobs: Pick<JobStore, 'coverage'>;
  readonly planner: Planner;
  readonly audit: Audit;
  /** Undefined where there is no Tag API; then its routes answer 404. */
  readonly accessKeys: AccessKeys | undefined;
  readonly bus: Bus;
  readonly meter: Pick<Meter, 'add'>;
  /** Events of other regions touch nothing. */
  readonly regions: HandledRegions;
  readonly cloud: CloudReads;
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
  readonly history: History;
  readonly guard: LoopGuard;
  readonly queue: Pick<SqsQueue, 'counts' | 'send'>;
  readonly deadLetters: DeadLetters;
  /** Undefined where there is no simulated cloud; then its routes answer 404. */
  readonly simulator: SimulatedCloud | undefined;
  readonly newRequestId: () => string;
};

const healthCall = defineStageCall({
  method: 'GET',
  path: '/v1/health',
  summary: 'Says that the API answers.',
  query: noQuery,
  body: noBody,
  answer: z.object({ status: z.literal('ok') }),
  handle: async () => ({ body: { status: 'ok' as const } }),
});

const openApiCall = (calls: readonly Call[]): Call => {
  // It takes longer to write than all else of a cold start, and is seldom asked for.
  const document = whenUsed(() => openApiOf(calls));
  return defineStageCall({
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This API as an OpenAPI 3.1 document.',
    query: noQuery,
    body: noBody,
    answer: z.record(z.string(), z.unknown()),
    handle: async () => ({ body: { ...document() } }),
  });
};

/** Every call of the API, in the order of its documentation. Of two that fit a path the first one serves. */
export const callsOf = (deps: AppDeps): readonly Call[] => {
  const calls = [
    healthCall,
    ...aboutCalls(deps),
    ...accountCalls(deps),
    ...featureCalls(deps),
    ...settingsCalls(deps),
    ...ruleBatchCalls(deps),
    ...ruleCalls(deps),
    ...jobCalls(deps),
    ...ruleWriteCalls(deps),
    ...resourceCalls(deps),
    ...accessKeyCalls(deps),
    ...explainCalls(deps),
    ...heirCalls(deps),
    ...historyCalls(deps),
    ...statsCalls(deps),
    ...coverageCalls(deps),
    ...contestedCalls(deps),
    ...auditCalls(deps),
    ...eventCalls(deps),
    ...queueCalls(deps),
    ...deadLetterCalls(deps),
    ...simulatorCalls(deps),
  ];
  return [...calls, openApiCall(calls)];
};

const isAt =
  (path: string) =>
  (call: Call): boolean =>
    formsOf(call).some((form) =>
      new RegExp(`^${fillPath(form.path, { segment: () => '[^/]+', rest: () => '.+' })}$`).test(
        path,
      ),
    );

/** Methods that a path takes, sorted; empty when there is nothing at it. */
const methodsAt = (calls: readonly Call[], path: string): readonly string[] =>
  [...new Set(calls.filter(isAt(path)).map(({ method }) => method))].sort();

/** How much of a path is told back. */
const longestPathShown = 500;

/** The HTTP API: the same app behind Lambda and in the local runner. */
export const createApp = (deps: AppDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  const calls = callsOf(deps);

  app.use(async (context, next) => {
    context.set('requestId', deps.newRequestId());
    admit(context, deps.admission);
    await next();
  });

  for (const call of calls) mountCall(app, call, deps);

  app.notFound((context) => {
    const { method, path } = context.req;
    const shown = cutText(path, longestPathShown);
    const requestId = context.get('requestId');
    const headers = { 'x-request-id': requestId };
    const methods = methodsAt(calls, path);
    if (methods.length === 0 || methods.includes(method)) {
      const message = `there is nothing at ${shown}`;
      return context.json({ code: 'NotFound', message, requestId }, 404, headers);
    }
    const allow = methods.join(', ');
    const message = `${shown} takes ${allow}, not ${method}`;
    return context.json({ code: 'MethodNotAllowed', message, requestId }, 405, {
      ...headers,
      allow,
    });
  });

  app.onError((error, context) => {
    const { method, path } = context.req;
    const requestId = context.get('requestId');
    const response = sendFailure(deps, {}, { error, requestId });
    const shown = cutText(path, longestPathShown);
    deps.log.info('request', { requestId, method, path: shown, status: response.status });
    return response;
  });

  return app;
};
