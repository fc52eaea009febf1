import { Duration, Validations } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type FunctionEnvironment, HeirtagFunction } from './heirtag-function.ts';
import { letTouchAlibaba } from './let-touch-alibaba.ts';
import { letTouchAws } from './let-touch-aws.ts';
import { onQueues, onTable } from './permissions.ts';
import { type FunctionProps, lettingPublish } from './service.ts';
import { roleNamesOf } from './stage-clouds.ts';

/** Messages in a batch. */
const batchSize = 10;

/** What Lambda does with the queue in the function's name. Source: Lambda guide, "Using Lambda with Amazon SQS". */
const pollerOperations = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'] as const;

/** The function that handles the changes queue. */
export class Worker extends Construct {
  readonly function: HeirtagFunction;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id);
    const { settings, queues, tables } = props;
    const { state, simulator } = tables;
    this.function = new HeirtagFunction(this, 'Worker', {
      handler: 'worker',
      description: 'Makes the tags of associated resources what the rules say',
      stage: props.stage,
      settings,
      memoryMiB: settings.workerMemoryMiB,
      timeoutSeconds: settings.workerTimeoutSeconds,
      environment: props.environment,
      roleName: roleNamesOf(props.stage, settings).worker,
      statements: [
        onTable(
          state,
          'GetItem',
          'BatchGetItem',
          'PutItem',
          'UpdateItem',
          'DeleteItem',
          'BatchWriteItem',
          'Query',
          'Scan',
        ),
        onQueues([queues.changes], 'SendMessage', 'ChangeMessageVisibility'),
        onQueues([queues.changes], ...pollerOperations),
        onQueues([queues.deadLetters], 'SendMessage'),
        ...(simulator === undefined
          ? []
          : [onTable(simulator, 'GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'Query')]),
        ...lettingPublish(props, { isSimulating: true }),
      ],
    });
    letTouchAws(this.function, props.stage, { settings, mayTag: true });
    letTouchAlibaba(this.function, settings);
    const mapping = new EventSourceMapping(this, 'Changes', {
      target: this.function.function,
      eventSourceArn: queues.changes.queueArn,
      batchSize,
      maxBatchingWindow: Duration.seconds(settings.batchWindowSeconds),
      maxConcurrency: settings.workerMaxConcurrency,
      reportBatchItemFailures: true,
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'What fails goes to the dead-letter queue of the changes queue; SQS sources take no other destination.',
    });
  }

  /** Says in its environment which alarms the stage has, where `heirtag doctor` reads it. @param shortNames as `Alarms` gives them */
  tellAlarms(shortNames: readonly string[]): void {
    const name = 'HEIRTAG_ALARMS' satisfies keyof FunctionEnvironment;
    this.function.function.addEnvironment(name, shortNames.join(','));
  }
}
