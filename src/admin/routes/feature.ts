import type { Hono } from 'hono';
import * as z from 'zod';
import { statuses } from '../../settings/settings.ts';
import { type ApiEnv, accountOf } from '../api-env.ts';
import type { AppDeps } from '../app.ts';
import { parseInput, readJsonBody } from '../request-body.ts';

const featureSchema = z.strictObject({ status: z.enum(statuses) });

/** `GET` and `PUT /v1/feature`: the switch for the whole feature. */
export const addFeatureRoutes = (
  app: Hono<ApiEnv>,
  { ruleAdmin }: Pick<AppDeps, 'ruleAdmin'>,
): void => {
  app.get('/v1/feature', async (context) =>
    context.json({ status: await ruleAdmin.getFeature(accountOf(context)) }),
  );

  app.put('/v1/feature', async (context) => {
    const accountId = accountOf(context);
    const { status } = parseInput(featureSchema, await readJsonBody(context));
    return context.json({ status: await ruleAdmin.setFeature(accountId, status) });
  });
};
