import * as z from 'zod/mini';
import { CloudApiError } from '../../clouds/simulator.ts';
import { apiErrorOf } from '../api-error.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noQuery } from '../call.ts';

const failureOf = (error: unknown) => {
  if (!(error instanceof CloudApiError)) return apiErrorOf(error);
  const { httpStatus, code, message } = error;
  return { status: httpStatus, code, message };
};

/** `POST /v1/simulator/<Product>/<Operation>`: an operation of the simulated cloud, answered as the cloud answers. */
export const simulatorCalls = ({ simulator }: Pick<AppDeps, 'simulator'>): readonly Call[] =>
  simulator === undefined
    ? []
    : [
        defineCall({
          method: 'POST',
          path: '/v1/simulator/{product}/{operation}',
          summary: "Does an operation of the simulated cloud, by the API's own names.",
          query: noQuery,
          body: z.unknown().check(z.describe("the API's parameters; lists as arrays")),
          answer: z.looseObject({ RequestId: z.string(), Arns: z.array(z.string()) }),
          handle: async ({ accountId, param, body }) => {
            const { requestId, result, arns } = await simulator.call({
              product: param('product'),
              operation: param('operation'),
              parameters: body,
              accountId,
            });
            return { body: { RequestId: requestId, ...result, Arns: [...arns] } };
          },
          tellFailure: (error, RequestId) => {
            const { status, code, message } = failureOf(error);
            return { status, body: { RequestId, Code: code, Message: message } };
          },
        }),
      ];
