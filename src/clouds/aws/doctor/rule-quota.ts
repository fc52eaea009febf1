import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
} from '@aws-sdk/client-service-quotas';
import { type Finding, toMend } from '../../doctor.ts';
import type { DoctorClients } from './clients.ts';
import { isMissing, looking, needing, unsaid } from './look.ts';

/** Rules that one bus may have. Source: Amazon EventBridge quotas. */
const rulesOfBus = { ServiceCode: 'events', QuotaCode: 'L-244521F2' } as const;
/** With fewer nobody has to be asked: no region begins with less than 100. Source: the same. */
const fewRules = 80;

/** How many rules a bus of the account and region may have; undefined where the answer has no number. */
const mostRules = async ({ quotas }: DoctorClients): Promise<number | undefined> => {
  const client = quotas();
  try {
    const { Quota } = await client.send(new GetServiceQuotaCommand(rulesOfBus));
    return Quota?.Value;
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
    // Nobody had it changed.
    const { Quota } = await needing('servicequotas:GetAWSDefaultServiceQuota', () =>
      client.send(new GetAWSDefaultServiceQuotaCommand(rulesOfBus)),
    );
    return Quota?.Value;
  }
};

/** Says that a bus may soon take no more rules. @param count those that it has */
export const examineRuleQuota = async (
  clients: DoctorClients,
  count: number,
  where: string,
): Promise<readonly Finding[]> => {
  if (count < fewRules) return [];
  const check = 'quotas';
  return looking({ check, where, permission: 'servicequotas:GetServiceQuota' }, async () => {
    const most = await mostRules(clients);
    if (most === undefined) {
      return [unsaid(check, where, `how many rules a bus may have, and this one has ${count}`)];
    }
    return count < 0.9 * most
      ? []
      : [
          toMend(check, where, {
            says: `the bus has ${count} rules, and may have ${most}: a deployment that adds one may fail`,
            mend: 'Have the quota "Number of rules" of EventBridge raised there, or take rules away that nobody needs.',
          }),
        ];
  });
};
