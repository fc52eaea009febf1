import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageSettings } from './stage-settings.ts';

/** Makes a log group that forgets; in production it outlives the stack, like the tables. */
export const stageLogGroup = (
  scope: Construct,
  id: string,
  { production, logRetentionDays }: StageSettings,
): LogGroup =>
  new LogGroup(scope, id, {
    retention: logRetentionDays,
    removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
