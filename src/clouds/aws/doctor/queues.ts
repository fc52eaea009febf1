import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { type Finding, fine, toMend } from '../../doctor.ts';
import type { DoctorClients } from './clients.ts';
import { isMissing, looking, needing } from './look.ts';

const check = 'event targets';

/** Messages of a standard queue that are received and not done yet, at most. Source: Amazon SQS quotas. */
const mostInFlight = 120_000;
/** From here on it is told, before messages are refused. */
const manyInFlight = 0.8 * mostInFlight;

/** The queues that events of a stage go to. */
export type QueuesOrder = {
  /** ARN of the one that its worker reads. */
  readonly queueArn: string;
  /** ARNs of those for what cannot be delivered; may name one more than once. */
  readonly letters: readonly string[];
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

const examineLetters = async (
  clients: DoctorClients,
  arn: string,
  { where, madeBy }: QueuesOrder,
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
  { queueArn, where, madeBy }: QueuesOrder,
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

/** Looks at the stage's queues, each once: is it there, what waits in it, and does it still hand out messages. */
export const examineQueues = (
  clients: DoctorClients,
  order: QueuesOrder,
): Promise<readonly Finding[]> => {
  const { where } = order;
  return looking({ check, where, permission: 'sqs:GetQueueAttributes' }, async () => {
    const findings: Finding[] = [...(await examineQueue(clients, order))];
    for (const arn of new Set(order.letters)) {
      findings.push(...(await examineLetters(clients, arn, order)));
    }
    // Without the targets nobody knows where what cannot be delivered goes, and nothing is said of it.
    const undelivered = order.letters.length > 0 ? ', and none waits undelivered' : '';
    const says = `${order.queueArn} takes events${undelivered}`;
    return findings.length > 0 ? findings : [fine(check, where, says)];
  });
};
