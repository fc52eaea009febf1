import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { HeirtagFunction } from './heirtag-function.ts';
import { onBus, onQueues, onTable } from './permissions.ts';
import type { FunctionProps } from './service.ts';

/** Messages in a batch. */
const batchSize = 10;

/** The function that handles the changes queue. */
export class Worker extends Construct {
  readonly function: HeirtagFunction;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id);
    const { settings, queues, tables, intake } = props;
    const { state, simulator } = tables;
    this.function = new HeirtagFunction(this, 'Worker', {
      handler: 'worker',
      description: 'Makes the tags of associated resources what the rules say',
      stage: props.stage,
      settings,
      memoryMiB: settings.workerMemoryMiB,
      timeoutSeconds: settings.workerTimeoutSeconds,
      environment: props.environment,
      statements: [
        onTable(state, 'GetItem', 'PutItem', 'DeleteItem', 'BatchWriteItem', 'Query', 'Scan'),
        onQueues([queues.changes], 'SendMessage', 'ChangeMessageVisibility'),
        ...(simulator === undefined
          ? []
          : [
              onTable(simulator, 'GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'Query'),
              onBus(intake.bus),
            ]),
      ],
    });
    this.function.function.addEventSource(
      new SqsEventSource(queues.changes, {
        batchSize,
        maxBatchingWindow: Duration.seconds(settings.batchWindowSeconds),
        maxConcurrency: settings.workerMaxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
  }
}
