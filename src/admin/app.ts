import { Hono } from 'hono';
import type { Bus } from '../bus/bus.ts';
import type { CloudProvider } from '../cloud/provider.ts';
import type { SimulatedCloud } from '../cloud/simulator/simulated-cloud.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DeadLetters } from '../queue/dead-letters.ts';
import type { SqsQueue } from '../queue/sqs-queue.ts';
import type { ApiEnv } from './api-env.ts';
import { apiErrorOf } from './api-error.ts';
import { addDeadLetterRoutes } from './routes/dead-letters.ts';
import { addEventRoutes } from './routes/events.ts';
import { addFeatureRoutes } from './routes/feature.ts';
import { addQueueRoutes } from './routes/queue.ts';
import { addResourceRoutes } from './routes/resources.ts';
import { addRuleRoutes } from './routes/rules.ts';
import { addSimulatorRoutes } from './routes/simulator.ts';
import type { RuleAdmin } from './rule-admin.ts';

export type AppDeps = {
  readonly ruleAdmin: RuleAdmin;
  readonly bus: Bus;
  readonly cloud: CloudProvider;
  readonly ledger: Ledger;
  readonly queue: Pick<SqsQueue, 'counts'>;
  readonly deadLetters: DeadLetters;
  /** Undefined where there is no simulated cloud; then its routes answer 404. */
  readonly simulator: SimulatedCloud | undefined;
  readonly newRequestId: () => string;
  /** Told of every failure that is not the caller's. */
  readonly report: (error: unknown, requestId: string) => void;
};

/** Methods each path takes; another one is answered 405. */
const allowedMethods: readonly (readonly [path: RegExp, methods: string])[] = [
  [/^\/v1\/(health|queue)$/, 'GET'],
  [/^\/v1\/(resources\/.+|rules)$/, 'GET'],
  [/^\/v1\/(events|dead-letters\/redrive)$/, 'POST'],
  [/^\/v1\/simulator\/[^/]+\/[^/]+$/, 'POST'],
  [/^\/v1\/(feature|rules\/.+)$/, 'GET, PUT'],
];

/** The HTTP API: the same app behind Lambda and in the local runner. */
export const createApp = (deps: AppDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();

  app.use(async (context, next) => {
    const requestId = deps.newRequestId();
    context.set('requestId', requestId);
    context.header('x-request-id', requestId);
    await next();
  });

  app.get('/v1/health', (context) => context.json({ status: 'ok' }));
  addEventRoutes(app, deps);
  addQueueRoutes(app, deps);
  addDeadLetterRoutes(app, deps);
  addResourceRoutes(app, deps);
  addFeatureRoutes(app, deps);
  addRuleRoutes(app, deps);
  addSimulatorRoutes(app, deps);

  app.notFound((context) => {
    const { method, path } = context.req;
    const requestId = context.get('requestId');
    const methods = allowedMethods.find(([form]) => form.test(path))?.[1];
    if (methods === undefined || methods.split(', ').includes(method)) {
      return context.json(
        { code: 'NotFound', message: `there is nothing at ${path}`, requestId },
        404,
      );
    }
    context.header('allow', methods);
    const message = `${path} takes ${methods}, not ${method}`;
    return context.json({ code: 'MethodNotAllowed', message, requestId }, 405);
  });

  app.onError((error, context) => {
    const requestId = context.get('requestId');
    const { status, code, message } = apiErrorOf(error);
    if (status >= 500) deps.report(error, requestId);
    context.header('x-request-id', requestId);
    return context.json({ code, message, requestId }, status);
  });

  return app;
};
