import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { expiryAttribute, keyAttributes } from '../src/storage/schema.ts';

/** What a table must be like to hold the state of a stage: `new Table(this, 'State', { ...stateTableShape })`. */
export const stateTableShape = {
  partitionKey: { name: keyAttributes.partition, type: AttributeType.STRING },
  sortKey: { name: keyAttributes.sort, type: AttributeType.STRING },
  timeToLiveAttribute: expiryAttribute,
} as const satisfies TableProps;

/** Makes a table of the schema's shape. @param isKept it outlives the stack and cannot be deleted by mistake */
export const stateTable = (scope: Construct, id: string, isKept: boolean): Table =>
  new Table(scope, id, {
    ...stateTableShape,
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: isKept,
    removalPolicy: isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
