import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { CloudApiError } from '../../cloud/simulator/cloud-api-error.ts';
import { type ApiEnv, accountOf } from '../api-env.ts';
import { apiErrorOf } from '../api-error.ts';
import type { AppDeps } from '../app.ts';
import { readJsonBody } from '../request-body.ts';

/** A person at work on the simulated cloud. */
const operator = {
  type: 'ram-user',
  principalId: '200000000000000001',
  userName: 'operator',
} as const;

type Failure = {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly message: string;
};

const statusForm: ReadonlyMap<number, ContentfulStatusCode> = new Map([
  [400, 400],
  [403, 403],
  [404, 404],
  [503, 503],
]);

const failureOf = (error: unknown): Failure => {
  if (!(error instanceof CloudApiError)) return apiErrorOf(error);
  const { httpStatus, code, message } = error;
  return { status: statusForm.get(httpStatus) ?? 400, code, message };
};

/** `POST /v1/simulator/<Product>/<Operation>`: an operation of the simulated cloud, answered as the cloud answers. */
export const addSimulatorRoutes = (
  app: Hono<ApiEnv>,
  { simulator, report }: Pick<AppDeps, 'simulator' | 'report'>,
): void => {
  if (simulator === undefined) return;

  const answerFailure = (context: Context<ApiEnv>, error: unknown) => {
    const RequestId = context.get('requestId');
    const { status, code, message } = failureOf(error);
    if (status >= 500) report(error, RequestId);
    return context.json({ RequestId, Code: code, Message: message }, status);
  };

  app.post('/v1/simulator/:product/:operation', async (context) => {
    try {
      const { requestId, result, arns } = await simulator.call({
        product: context.req.param('product'),
        operation: context.req.param('operation'),
        parameters: await readJsonBody(context),
        accountId: accountOf(context),
        caller: operator,
      });
      return context.json({ RequestId: requestId, ...result, Arns: arns });
    } catch (error) {
      return answerFailure(context, error);
    }
  });
};
