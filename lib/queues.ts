import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** The longest that SQS keeps a message. */
const longestRetention = Duration.days(14);

export type QueuesProps = {
  /** How long a message stays hidden once it was received. Seconds. */
  readonly visibilitySeconds: number;
  /** Deliveries before a message becomes a dead letter. */
  readonly maxReceives: number;
};

/** The changes queue and the two places where what failed waits for an operator. */
export class Queues extends Construct {
  /** Events, keys and steps of jobs for the worker. */
  readonly changes: Queue;
  /** What the worker gave up. */
  readonly deadLetters: Queue;
  /** What the bus or the scheduler could not deliver to the changes queue. */
  readonly intakeDeadLetters: Queue;

  constructor(scope: Construct, id: string, { visibilitySeconds, maxReceives }: QueuesProps) {
    super(scope, id);
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: longestRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    };
    this.deadLetters = new Queue(this, 'DeadLetters', common);
    this.intakeDeadLetters = new Queue(this, 'IntakeDeadLetters', common);
    Validations.of(this.deadLetters).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'It is a dead-letter queue itself; an alarm watches it and an operator empties it.',
    });
    Validations.of(this.intakeDeadLetters).acknowledge(
      {
        id: 'Serverless-SQSRedrivePolicy',
        reason: 'It is a dead-letter queue itself; an alarm watches it and an operator empties it.',
      },
      {
        id: 'AwsSolutions-SQS3',
        reason:
          'It is the dead-letter queue of bus targets and schedule, which this check does not see.',
      },
    );
    this.changes = new Queue(this, 'Changes', {
      ...common,
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: maxReceives },
    });
  }
}
