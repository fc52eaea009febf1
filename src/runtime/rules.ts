import * as z from 'zod/mini';
import { createRuleAdmin, type RuleAdminDeps } from '../admin/rule-admin.ts';
import type { Log } from '../model/telemetry.ts';
import { applyAtDeploy } from '../rules-file/apply-at-deploy.ts';
import { conflictPolicies, statuses } from '../settings/settings.ts';
import { answerCloudFormation, readStackEvent } from './stack-event.ts';
import type { Stores } from './stores.ts';

const status = z.enum(statuses);
const keys = z.array(z.string());

const accountsSchema = z.array(
  z.object({
    accountId: z.string(),
    feature: z.optional(status),
    rules: z.array(
      z.object({
        settingName: z.string(),
        input: z.object({
          status,
          tagKeys: keys,
          excludedKeys: keys,
          letThroughKeys: keys,
          existingStatus: status,
          conflictPolicy: z.enum(conflictPolicies),
          restoreDisplaced: z.boolean(),
        }),
      }),
    ),
  }),
);

/** CloudFormation makes texts of whatever is no text, so that they are texts already. */
const propertiesSchema = z.looseObject({
  accounts: z.string(),
  prune: z.enum(['true', 'false']),
});

/** Wires the rules that a deployment brings: they are applied when the stack gets them or they change. */
export const rulesOf = (
  { audit, clock, newId, ...stores }: Stores & Pick<RuleAdminDeps, 'hasCloudFor'>,
  log: Log,
): ((event: unknown) => Promise<void>) => {
  const ruleAdmin = createRuleAdmin({ ...stores, clock, newId });
  return async (event) => {
    const stackEvent = readStackEvent(event);
    if (stackEvent === undefined) throw new Error('rules are applied by CloudFormation alone');
    await answerCloudFormation(stackEvent, async () => {
      if (stackEvent.RequestType === 'Delete') return;
      const { accounts, prune } = propertiesSchema.parse(stackEvent.ResourceProperties);
      const wanted = accountsSchema.parse(JSON.parse(accounts));
      await applyAtDeploy(
        { ruleAdmin, audit, log, clock, newId },
        {
          accounts: wanted.map(({ feature, ...rest }) => ({ ...rest, feature })),
          isPruning: prune === 'true',
          principal: stackEvent.StackId,
        },
      );
    });
  };
};
