import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { allItems } from '../../../model/page.ts';
import { type Finding, toMend } from '../../doctor.ts';
import type { DoctorClients } from './clients.ts';
import { isMissing, looking, needing } from './look.ts';

const check = 'alarms';

/** A word stands in the place of its ARN until whoever was subscribed says that he wants it, and after it was deleted. */
const isConfirmed = (subscription: string): boolean => subscription.startsWith('arn:');

const isTopic = (arn: string): boolean => arn.split(':')[2] === 'sns';

/** Who is subscribed, by the subscriptions' ARNs; undefined where there is no such topic. */
const subscriptionsOf = async (
  { sns }: DoctorClients,
  TopicArn: string,
): Promise<readonly string[] | undefined> => {
  try {
    const listed = await needing('sns:ListSubscriptionsByTopic', () =>
      allItems(async (NextToken) => {
        const answer = await sns().send(
          new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }),
        );
        return { items: answer.Subscriptions ?? [], next: answer.NextToken };
      }),
    );
    return [...listed].map(({ SubscriptionArn = '' }) => SubscriptionArn);
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    throw thrown;
  }
};

const silenceOf = (subscriptions: readonly string[] | undefined): string | undefined => {
  if (subscriptions === undefined) return 'it is not there';
  if (subscriptions.length === 0) return 'nobody is subscribed';
  return subscriptions.some(isConfirmed)
    ? undefined
    : `none of ${subscriptions.length} subscriptions is confirmed`;
};

const examineTopic = (
  clients: DoctorClients,
  topic: string,
  where: string,
): Promise<readonly Finding[]> =>
  looking({ check, where, permission: 'sns:ListSubscriptionsByTopic' }, async () => {
    const silence = silenceOf(await subscriptionsOf(clients, topic));
    return silence === undefined
      ? []
      : [
          toMend(check, where, {
            says: `alarms are told to ${topic}, and nobody hears them: ${silence}`,
            mend: 'Subscribe somebody (`alarmEmails` of the stage), who then follows the link in the mail that asks for it.',
          }),
        ];
  });

/** Looks whether anybody hears what alarms do. @param actions their ARNs; what is no topic acts by itself */
export const examineListeners = async (
  clients: DoctorClients,
  actions: readonly string[],
  where: string,
): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const topic of actions.filter(isTopic)) {
    findings.push(...(await examineTopic(clients, topic, where)));
  }
  return findings;
};
