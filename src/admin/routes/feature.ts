import * as z from 'zod/mini';
import { rulesOfAccount } from '../../clouds/accounts.ts';
import { type AccountSettings, statuses } from '../../settings/settings.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noBody, noQuery } from '../call.ts';
import { switchFeature } from '../rule-edits.ts';

const featureSchema = z.strictObject({ status: z.enum(statuses) });

const managedSchema = z.object({
  settingName: z.string(),
  primary: z.string(),
  associated: z.string(),
  status: z
    .enum(statuses)
    .check(z.describe('rules start disabled; enabling the feature enables none')),
});

const switchedSchema = z.extend(featureSchema, {
  isUnchanged: z.boolean().check(z.describe('true: it was so already')),
  manages: z.array(managedSchema).check(z.describe('the rules there are; empty when turned off')),
});

/** `GET` and `PUT /v1/feature`: the switch for the whole feature. */
export const featureCalls = ({ ruleAdmin }: Pick<AppDeps, 'ruleAdmin'>): readonly Call[] => {
  const manages = ({
    accountId,
    feature,
    rules,
  }: AccountSettings): z.input<typeof managedSchema>[] =>
    feature === 'Disable'
      ? []
      : rulesOfAccount(accountId).map(({ settingName, primary, associated }) => ({
          settingName,
          primary,
          associated,
          status: rules.get(settingName)?.status ?? 'Disable',
        }));

  return [
    defineCall({
      method: 'GET',
      path: '/v1/feature',
      summary: 'Says whether associated tag inheritance is on.',
      query: noQuery,
      body: noBody,
      answer: featureSchema,
      handle: async ({ accountId }) => ({
        body: { status: await ruleAdmin.getFeature(accountId) },
      }),
    }),
    defineCall({
      method: 'PUT',
      path: '/v1/feature',
      summary: 'Turns associated tag inheritance on or off; existing tags stay.',
      query: noQuery,
      body: featureSchema,
      answer: switchedSchema,
      isAudited: true,
      handle: async ({ accountId, principal, body }) => {
        const edit = switchFeature(body.status);
        const settings = await ruleAdmin.edit({ accountId, principal, edit });
        const { feature: status, isUnchanged } = settings;
        return { body: { status, isUnchanged, manages: manages(settings) } };
      },
    }),
  ];
};
