import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';

/** A bus, as it is made and as it is imported: CDK's own types differ in what this leaves out. */
export type Bus = Omit<IEventBus, 'eventSourceName'>;

/** A table, as it is made and as it is imported. */
export type StageTable = Pick<
  ITable,
  | 'node'
  | 'tableArn'
  | 'tableName'
  | 'encryptionKey'
  | 'metric'
  | 'metricConsumedReadCapacityUnits'
  | 'metricConsumedWriteCapacityUnits'
>;
