import { Token } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { appWith, development, production, templateOf } from './stage-fixture.ts';
import { listOf, refOf, resourcesOf, type Template, type TemplateResource } from './template.ts';

const dev = templateOf(development);
const live = templateOf({ ...production, simulator: true });

const ids = (template: Template, type: string): readonly string[] =>
  resourcesOf(template, type).map(({ id }) => id);

/** The one resource of a type. */
const only = (template: Template, type: string): TemplateResource['Properties'] => {
  const found = resourcesOf(template, type);
  expect(found).toHaveLength(1);
  return found[0]?.Properties ?? {};
};

const functionNamed = (template: Template, name: string): TemplateResource['Properties'] =>
  resourcesOf(template, 'AWS::Lambda::Function').find(({ id }) => id.includes(name))?.Properties ??
  {};

const queueSchema = z.looseObject({
  VisibilityTimeout: z.optional(z.number()),
  RedrivePolicy: z.optional(
    z.looseObject({ deadLetterTargetArn: z.unknown(), maxReceiveCount: z.number() }),
  ),
});

const queues = resourcesOf(dev, 'AWS::SQS::Queue').map(({ id, Properties }) => ({
  id,
  ...queueSchema.parse(Properties),
}));
const deadLetterQueues = queues.filter(({ RedrivePolicy }) => RedrivePolicy === undefined);

it('has no null, which CloudFormation refuses', () => {
  const countNulls = (value: unknown): number => {
    if (typeof value !== 'object') return 0;
    if (value === null) return 1;
    return Object.values(value).reduce((sum: number, each) => sum + countNulls(each), 0);
  };

  expect([dev, live].map(countNulls)).toEqual([0, 0]);
});

describe('the path from event to worker', () => {
  it('fails messages one by one', () => {
    expect(only(dev, 'AWS::Lambda::EventSourceMapping').FunctionResponseTypes).toEqual([
      'ReportBatchItemFailures',
    ]);
  });

  it.each([45, 120, 900])(
    'hides a message for at least six times a time-out of %i s',
    (workerTimeoutSeconds) => {
      const template = templateOf({ ...development, workerTimeoutSeconds });
      const hidden = resourcesOf(template, 'AWS::SQS::Queue').map(
        ({ Properties }) => queueSchema.parse(Properties).VisibilityTimeout ?? 0,
      );

      expect(functionNamed(template, 'Worker').Timeout).toBe(workerTimeoutSeconds);
      expect(Math.max(...hidden)).toBeGreaterThanOrEqual(6 * workerTimeoutSeconds);
    },
  );

  it('gives what the worker cannot do to a dead-letter queue, after as many tries as the worker counts', () => {
    const [changes] = queues.filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);

    expect(deadLetterQueues.map(({ id }) => id)).toContain(
      refOf(changes?.RedrivePolicy?.deadLetterTargetArn),
    );
    expect(functionNamed(dev, 'Worker').Environment).toMatchObject({
      Variables: { HEIRTAG_MAX_RECEIVES: String(changes?.RedrivePolicy?.maxReceiveCount) },
    });
  });

  it('gives what bus and schedule cannot deliver to another dead-letter queue', () => {
    const targets = [
      ...resourcesOf(dev, 'AWS::Events::Rule').flatMap(({ Properties }) =>
        listOf(Properties.Targets),
      ),
      ...resourcesOf(dev, 'AWS::Scheduler::Schedule').map(({ Properties }) => Properties.Target),
    ];
    const deadLettersOf = targets.map((target) =>
      refOf(
        z.looseObject({ DeadLetterConfig: z.looseObject({ Arn: z.unknown() }) }).parse(target)
          .DeadLetterConfig.Arn,
      ),
    );

    expect(targets.length).toBeGreaterThan(1);
    expect(new Set(deadLettersOf).size).toBe(1);
    expect(deadLetterQueues.map(({ id }) => id)).toContain(deadLettersOf[0]);
  });

  it('keeps dead letters as long as SQS can', () => {
    for (const { Properties } of resourcesOf(dev, 'AWS::SQS::Queue')) {
      expect(Properties.MessageRetentionPeriod).toBe(14 * 86_400);
    }
  });

  it('has no more workers at once than the stage allows', () => {
    const template = templateOf({ ...development, workerMaxConcurrency: 3 });

    expect(only(template, 'AWS::Lambda::EventSourceMapping').ScalingConfig).toEqual({
      MaximumConcurrency: 3,
    });
  });

  it('reserves capacity for the HTTP API only when asked', () => {
    const reserving = templateOf({ ...development, adminReservedConcurrency: 7 });

    expect(functionNamed(dev, 'Admin').ReservedConcurrentExecutions).toBeUndefined();
    expect(functionNamed(reserving, 'Admin').ReservedConcurrentExecutions).toBe(7);
  });
});

describe('functions', () => {
  it('are all made alike: Node 24 on ARM64, with a log group of their own that forgets', () => {
    const functions = resourcesOf(dev, 'AWS::Lambda::Function');
    const groups = resourcesOf(dev, 'AWS::Logs::LogGroup');

    expect(functions).toHaveLength(2);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
      });
    }
    expect(
      new Set(
        functions.map(({ Properties }) =>
          refOf(z.looseObject({ LogGroup: z.unknown() }).parse(Properties.LoggingConfig).LogGroup),
        ),
      ).size,
    ).toBe(2);
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual([30, 30, 30]);
  });

  it.each([1, 90])('keep their logs for the %i days of the stage', (logRetentionDays) => {
    const groups = resourcesOf(
      templateOf({ ...development, logRetentionDays }),
      'AWS::Logs::LogGroup',
    );

    expect(new Set(groups.map(({ Properties }) => Properties.RetentionInDays))).toEqual(
      new Set([logRetentionDays]),
    );
  });
});

describe('a production stage', () => {
  const stackOf = (settings: object) => appWith(settings).stack;

  it('cannot be deleted by mistake; others can', () => {
    expect(stackOf(production).terminationProtection).toBe(true);
    expect(stackOf(development).terminationProtection).toBe(false);
  });

  it('leaves its logs when it goes; others take them along', () => {
    const policies = (template: Template) =>
      new Set(
        resourcesOf(template, 'AWS::Logs::LogGroup').map(({ DeletionPolicy }) => DeletionPolicy),
      );

    expect([policies(live), policies(dev)]).toEqual([new Set(['Retain']), new Set(['Delete'])]);
  });
});

describe('account and region', () => {
  it('are those of the settings, so that no other can be deployed into', () => {
    const pinned = appWith({ ...production, account: '111122223333', region: 'eu-central-1' });

    expect([pinned.stack.account, pinned.stack.region]).toEqual(['111122223333', 'eu-central-1']);
  });

  it('are those of the credentials unless set', () => {
    const { stack } = appWith(production);

    expect([stack.account, stack.region].map((each) => Token.isUnresolved(each))).toEqual([
      true,
      true,
    ]);
  });
});

describe('the archive', () => {
  it('keeps all events of the bus for the days of the stage, and is not there for none', () => {
    const archive = only(templateOf({ ...development, archiveDays: 30 }), 'AWS::Events::Archive');

    expect(archive).toMatchObject({ ArchiveName: 'heirtag-test', RetentionDays: 30 });
    expect(refOf(archive.SourceArn)).toBe(ids(dev, 'AWS::Events::EventBus')[0]);
    expect(ids(templateOf({ ...development, archiveDays: 0 }), 'AWS::Events::Archive')).toEqual([]);
  });
});

describe('the level of logs', () => {
  it('is that of the stage', () => {
    const levelOf = (settings: object) =>
      z
        .looseObject({ Variables: z.looseObject({ POWERTOOLS_LOG_LEVEL: z.optional(z.string()) }) })
        .parse(functionNamed(templateOf(settings), 'Worker').Environment).Variables
        .POWERTOOLS_LOG_LEVEL;

    expect(levelOf({ ...development, logLevel: 'DEBUG' })).toBe('DEBUG');
    expect(levelOf(development)).toBeUndefined();
  });
});

describe('the simulated cloud', () => {
  it('is there only when the stage asks for it', () => {
    const without = templateOf({ production: false });
    const environment = functionNamed(without, 'Worker').Environment;

    expect(ids(without, 'AWS::DynamoDB::Table')).toHaveLength(1);
    expect(ids(dev, 'AWS::DynamoDB::Table')).toHaveLength(2);
    expect(JSON.stringify(environment)).not.toContain('HEIRTAG_SIMULATOR_TABLE');
  });
});

describe('tables', () => {
  const tables = (template: Template) => resourcesOf(template, 'AWS::DynamoDB::Table');

  it('are paid by request and can be set back to any second of the last weeks', () => {
    for (const { Properties } of [...tables(dev), ...tables(live)]) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      });
    }
  });

  it('of production outlive the stack and cannot be deleted by mistake', () => {
    expect(tables(live)).toHaveLength(2);
    for (const { Properties, DeletionPolicy, UpdateReplacePolicy } of tables(live)) {
      expect(Properties.DeletionProtectionEnabled).toBe(true);
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    }
  });

  it('give way to one that was restored, and stay', () => {
    const restored = templateOf({ ...development, restoredStateTable: 'heirtag-test-restored' });
    const allowed = JSON.stringify(resourcesOf(restored, 'AWS::IAM::Policy'));

    expect(ids(restored, 'AWS::DynamoDB::Table')).toEqual(ids(dev, 'AWS::DynamoDB::Table'));
    for (const { Properties } of resourcesOf(restored, 'AWS::Lambda::Function')) {
      expect(Properties.Environment).toMatchObject({
        Variables: { HEIRTAG_STATE_TABLE: 'heirtag-test-restored' },
      });
    }
    expect(allowed).toContain(':table/heirtag-test-restored');
    expect(allowed).not.toMatch(/"Fn::GetAtt":\["State[0-9A-F]{8}","Arn"\]/);
  });

  it('of other stages go with their stack', () => {
    for (const { Properties, DeletionPolicy } of tables(dev)) {
      expect(Properties.DeletionProtectionEnabled).toBe(false);
      expect(DeletionPolicy).toBe('Delete');
    }
  });
});

describe('two stages in one account', () => {
  const names = (template: Template): readonly string[] =>
    Object.values(template.Resources).flatMap(({ Properties }) =>
      ['Name', 'AlarmName', 'DashboardName', 'TableName', 'QueueName', 'FunctionName', 'RoleName']
        .map((property) => Properties[property])
        .filter((name) => typeof name === 'string'),
    );

  it('share no name', () => {
    const one = names(templateOf(development, 'one'));
    const two = new Set(names(templateOf(development, 'two')));

    expect(one).toContain('heirtag-one');
    expect(one.filter((name) => two.has(name))).toEqual([]);
  });

  it('take the bus names they are told', () => {
    const template = templateOf({ ...development, busName: 'audit' });

    expect(only(template, 'AWS::Events::EventBus').Name).toBe('audit');
  });
});
