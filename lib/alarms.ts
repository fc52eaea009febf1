import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type AlarmId, alarmTitles, type Failure } from './failures.ts';

const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');

export type AlarmsProps = {
  readonly stage: string;
  readonly emails: readonly string[];
  readonly failures: readonly Failure[];
  /** Where operators read `docs/runbook.md`; undefined where the stage does not say. */
  readonly runbookUrl: string | undefined;
  /** Somebody's own topic for alarms; undefined makes one. */
  readonly topic: ITopic | undefined;
};

/** One alarm per way of failing, and the topic that tells the operators. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];
  /** Their names, without what those of a stage all begin with. */
  readonly shortNames: readonly string[];
  /** What the alarms are told to. */
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { stage, emails, failures, runbookUrl } = props;
    const topic = props.topic ?? this.makeTopic(stage);
    this.topic = topic;
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    this.shortNames = failures.map(nameOf);
    this.alarms = failures.map((failure) => {
      const alarm = this.makeAlarm(failure, {
        alarmName: `heirtag-${stage}-${nameOf(failure)}`,
        alarmDescription: describeAlarm(failure.id, runbookUrl),
      });
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
      return alarm;
    });
  }

  /** The topic's own policy takes the place of the one by which alarms of the account may publish. */
  private makeTopic(stage: string): Topic {
    const topic = new Topic(this, 'Topic', {
      displayName: `Heirtag ${stage}`,
      masterKey: this.makeKey(stage),
      enforceSSL: true,
    });
    Validations.of(topic).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason:
        'SNS tries an e-mail for hours, and the alarm stays in CloudWatch; nobody would look into a queue of mails.',
    });
    const stack = Stack.of(this);
    const ownAlarms = stack.formatArn({ service: 'cloudwatch', resource: 'alarm:*' });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowAlarms',
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': ownAlarms },
        },
      }),
    );
    return topic;
  }

  /** CloudWatch can publish to an encrypted topic only when the key lets it. */
  private makeKey(stage: string): Key {
    const key = new Key(this, 'Key', {
      description: `Alarms of Heirtag, stage ${stage}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudWatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
    return key;
  }

  private makeAlarm(
    failure: Failure,
    texts: Pick<AlarmProps, 'alarmName' | 'alarmDescription'>,
  ): Alarm {
    return new Alarm(this, nameOf(failure), {
      ...texts,
      metric: failure.metric,
      threshold: failure.threshold,
      comparisonOperator:
        failure.isRaisedBelow === true
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: failure.periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** Apart from all others of the stage. */
const nameOf = ({ id, part }: Failure): string => (part === undefined ? id : `${id}-${part}`);

const describeAlarm = (id: AlarmId, runbookUrl = 'docs/runbook.md'): string =>
  `${alarmTitles[id]} See ${runbookUrl}#${id}`;
