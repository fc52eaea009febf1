import { Duration } from 'aws-cdk-lib';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { sweepStart } from '../src/queue/message.ts';
import { writeMessage } from '../src/queue/parse-message.ts';
import type { Queues } from './queues.ts';

export type SweepScheduleProps = { readonly everyHours: number; readonly queues: Queues };

/** Starts a sweep again and again, by a message on the changes queue. */
export class SweepSchedule extends Construct {
  constructor(scope: Construct, id: string, { everyHours, queues }: SweepScheduleProps) {
    super(scope, id);
    new Schedule(this, 'Schedule', {
      description: 'Looks for drift and lost events',
      schedule: ScheduleExpression.rate(Duration.hours(everyHours)),
      target: new SqsSendMessage(queues.changes, {
        deadLetterQueue: queues.intakeDeadLetters,
        input: ScheduleTargetInput.fromText(
          writeMessage(
            sweepStart({
              eventId: ContextAttribute.executionId,
              eventTime: ContextAttribute.scheduledTime,
            }),
          ),
        ),
      }),
    });
  }
}
