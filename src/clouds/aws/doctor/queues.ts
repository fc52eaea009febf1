import { ListTargetsByRuleCommand, type Target } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { allItems } from '../../../model/page.ts';
import { type Finding, fine, toMend } from '../../doctor.ts';
import type { DoctorClients } from './clients.ts';
import { isMissing, looking, needing } from './look.ts';

const check = 'event targets';

/** Messages of a standard queue that are received and not done yet, at most. Source: Amazon SQS quotas. */
const mostInFlight = 120_000;
/** From here on it is told, before messages are refused. */
const manyInFlight = 0.8 * mostInFlight;

/** Rules that send to a queue of the stage. */
export type TargetOrder = {
  readonly bus: string;
  /** Their names. */
  readonly rules: readonly string[];
  /** ARN of the queue. */
  readonly queueArn: string;
  readonly where: string;
  readonly madeBy: string;
};

/** Messages of a queue: those that wait, and those that are received and not done yet. */
type Depth = { readonly waiting: number; readonly inFlight: number };

/** How full a queue is; undefined where there is none. */
const depthOf = async ({ sqs }: DoctorClients, arn: string): Promise<Depth | undefined> => {
  const [, , , , QueueOwnerAWSAccountId, QueueName] = arn.split(':');
  try {
    const { QueueUrl } = await needing('sqs:GetQueueUrl', () =>
      sqs().send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId })),
    );
    const { Attributes = {} } = await needing('sqs:GetQueueAttributes', () =>
      sqs().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
    );
    return {
      waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    throw thrown;
  }
};

const targetsOf = async (
  { events }: DoctorClients,
  { bus: EventBusName, rules, queueArn }: TargetOrder,
): Promise<ReadonlyMap<string, Target | undefined>> => {
  const found = new Map<string, Target | undefined>();
  for (const Rule of rules) {
    const targets = await allItems(async (NextToken) => {
      const question = { Rule, EventBusName, NextToken };
      const answer = await events().send(new ListTargetsByRuleCommand(question));
      return { items: answer.Targets ?? [], next: answer.NextToken };
    });
    found.set(
      Rule,
      [...targets].find(({ Arn }) => Arn === queueArn),
    );
  }
  return found;
};

const examineLetters = async (
  clients: DoctorClients,
  arn: string,
  { where, madeBy }: TargetOrder,
): Promise<readonly Finding[]> => {
  const name = arn.split(':').at(-1);
  const depth = await depthOf(clients, arn);
  if (depth === undefined) {
    return [
      toMend(check, where, {
        says: `the queue ${name}, which takes events that cannot be delivered, is not there: such events are lost`,
        mend: `Deploy ${madeBy} there again.`,
      }),
    ];
  }
  return depth.waiting === 0
    ? []
    : [
        toMend(check, where, {
          says: `events that could not be delivered wait in ${name}: ${depth.waiting}`,
          mend: 'docs/runbook.md says how to bring them back, under "intake-dead-letters"; or wait for the next sweep.',
        }),
      ];
};

const examineQueue = async (
  clients: DoctorClients,
  { queueArn, where, madeBy }: TargetOrder,
): Promise<readonly Finding[]> => {
  const depth = await depthOf(clients, queueArn);
  if (depth === undefined) {
    return [
      toMend(check, where, {
        says: `the queue ${queueArn} is not there: no event is taken`,
        mend: `Deploy ${madeBy} there again.`,
      }),
    ];
  }
  return depth.inFlight < manyInFlight
    ? []
    : [
        toMend('quotas', where, {
          says: `${depth.inFlight} messages of ${queueArn} are in flight, and a queue takes ${mostInFlight}: beyond that none is received`,
          mend: 'Look why the worker does not get done (docs/runbook.md, "queue-age"); this quota cannot be raised.',
        }),
      ];
};

/** Looks at where the rules of a bus send to: is the queue there, and what becomes of events that do not get there. */
export const examineTargets = (
  clients: DoctorClients,
  order: TargetOrder,
): Promise<readonly Finding[]> => {
  const { where, madeBy, rules } = order;
  return looking({ check, where, permission: 'events:ListTargetsByRule' }, async () => {
    const targets = await targetsOf(clients, order);
    const letters = new Set([...targets.values()].map((each) => each?.DeadLetterConfig?.Arn));
    const bare = [...targets].flatMap(([name, each]) => (each?.DeadLetterConfig?.Arn ? [] : name));
    const findings: Finding[] = [...(await examineQueue(clients, order))];
    if (bare.length > 0) {
      findings.push(
        toMend(check, where, {
          says: `the target of ${bare.join(', ')} has no queue for what cannot be delivered: such events are lost`,
          mend: `Deploy ${madeBy} there again.`,
        }),
      );
    }
    for (const arn of letters) {
      if (arn) findings.push(...(await examineLetters(clients, arn, order)));
    }
    const says = `${rules.length} rules send to ${order.queueArn}, and no event waits undelivered`;
    return findings.length > 0 ? findings : [fine(check, where, says)];
  });
};
