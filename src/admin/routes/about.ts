import * as z from 'zod/mini';
import { defaultAccountId } from '../../model/account.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineStageCall, noBody, noQuery } from '../call.ts';

/** What a process knows of itself. */
export type About = {
  /** Of this software. */
  readonly version: string;
  /** Of the state table. */
  readonly schemaVersion: number;
  readonly stage: string;
  /** True for a stage that is deployed as production. */
  readonly isProduction: boolean;
  readonly clouds: readonly { readonly name: string; readonly isSimulated: boolean }[];
};

const cloudSchema = z.object({
  name: z.string().check(z.describe('as in the second part of its ARNs')),
  isSimulated: z.boolean(),
});

const callerSchema = z.object({
  principal: z.string().check(z.describe('the ARN that signed the call, or local')),
  isSigned: z.boolean(),
});

/** `GET /v1/about`: which service answers, what it can do, and who asks. */
export const aboutCalls = ({
  about,
  admission,
  accessKeys,
  simulator,
}: Pick<AppDeps, 'about' | 'admission' | 'accessKeys' | 'simulator'>): readonly Call[] => [
  defineStageCall({
    method: 'GET',
    path: '/v1/about',
    summary: 'Says which version and stage answers, what it can do, and who calls.',
    query: noQuery,
    body: noBody,
    answer: z.object({
      version: z.string(),
      schemaVersion: z.int().check(z.describe('of the state table')),
      stage: z.string(),
      isProduction: z.boolean(),
      clouds: z.array(cloudSchema).check(z.describe('empty where no cloud is set up')),
      hasTagApi: z.boolean(),
      hasSimulator: z.boolean(),
      caller: callerSchema,
      defaultAccountId: z
        .nullable(z.string())
        .check(z.describe('account of calls that name none; null where each must name one')),
    }),
    handle: async ({ principal }) => {
      const isSigned = admission === 'signed';
      return {
        body: {
          ...about,
          clouds: [...about.clouds],
          hasTagApi: accessKeys !== undefined,
          hasSimulator: simulator !== undefined,
          caller: { principal, isSigned },
          defaultAccountId: isSigned ? null : defaultAccountId,
        },
      };
    },
  }),
];
