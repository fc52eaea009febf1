import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { permissionsOf } from './permissions.ts';
import { development, production, templateOf } from './stage-fixture.ts';
import { listOf, refOf, resourcesOf, type Template } from './template.ts';

const dev = templateOf(development);

const statementSchema = z.looseObject({
  Effect: z.string(),
  Action: z.unknown(),
  Resource: z.optional(z.unknown()),
  Principal: z.optional(z.unknown()),
  Condition: z.optional(z.record(z.string(), z.unknown())),
});

const policySchema = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(statementSchema) }),
});

const policiesOf = (template: Template, type: string) =>
  resourcesOf(template, type).map(({ id, Properties }) => ({
    id,
    properties: Properties,
    statements: policySchema.parse(Properties).PolicyDocument.Statement,
  }));

describe('who may call', () => {
  it('the HTTP API: only who signs (SigV4), on every route, with one stage and a limit', () => {
    const routes = resourcesOf(dev, 'AWS::ApiGatewayV2::Route');

    expect(routes.map(({ Properties }) => Properties.AuthorizationType)).toEqual(['AWS_IAM']);
    expect(resourcesOf(dev, 'AWS::ApiGatewayV2::Stage')).toHaveLength(1);
    expect(resourcesOf(dev, 'AWS::ApiGatewayV2::Stage')[0]?.Properties).toMatchObject({
      AccessLogSettings: { Format: expect.stringContaining('$context.identity.userArn') },
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
  });

  it('the functions: nobody by a URL, and the HTTP API alone by permission', () => {
    expect(resourcesOf(dev, 'AWS::Lambda::Url')).toEqual([]);
    expect(
      resourcesOf(dev, 'AWS::Lambda::Permission').map(({ Properties }) => Properties),
    ).toMatchObject([
      {
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Join': expect.anything() },
      },
    ]);
  });

  it('the bus: the own account alone, unless the stage names others', () => {
    expect(resourcesOf(dev, 'AWS::Events::EventBusPolicy')).toEqual([]);
  });

  it('the bus: the accounts that the stage names', () => {
    const sourceAccounts = ['111122223333', '444455556666'];
    const template = templateOf({ ...development, sourceAccounts });
    const [bus] = resourcesOf(template, 'AWS::Events::EventBus');
    const policies = resourcesOf(template, 'AWS::Events::EventBusPolicy');

    expect(policies.map(({ Properties }) => Properties.Statement)).toEqual([
      {
        Sid: 'SourceAccounts',
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: { 'Fn::GetAtt': [bus?.id, 'Arn'] },
        Principal: { AWS: sourceAccounts },
      },
    ]);
  });

  it('the bus: the accounts of the organization that the stage names, and no other', () => {
    const template = templateOf({ ...development, sourceOrganization: 'o-abcde12345' });
    const policies = resourcesOf(template, 'AWS::Events::EventBusPolicy');

    expect(policies.map(({ Properties }) => Properties.Statement)).toMatchObject([
      {
        Action: 'events:PutEvents',
        Principal: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcde12345' } },
      },
    ]);
  });

  it('the default bus is listened to only when the stage asks for it', () => {
    const busesOf = (template: Template) =>
      resourcesOf(template, 'AWS::Events::Rule').map(
        ({ Properties }) => refOf(Properties.EventBusName) ?? Properties.EventBusName,
      );
    const [bus] = resourcesOf(dev, 'AWS::Events::EventBus');
    const own = busesOf(dev);
    const both = busesOf(templateOf({ ...development, defaultBus: true }));

    expect(new Set(own)).toEqual(new Set([bus?.id]));
    expect(both).toHaveLength(2 * own.length);
    expect(both.filter((name) => name === 'default')).toHaveLength(own.length);
  });
});

describe('the topic of the alarms', () => {
  it('takes what alarms of the account publish', () => {
    const [policy] = policiesOf(dev, 'AWS::SNS::TopicPolicy');

    expect(policy?.statements).toContainEqual({
      Sid: 'AllowAlarms',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: { Ref: resourcesOf(dev, 'AWS::SNS::Topic')[0]?.id },
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': { 'Fn::Join': expect.anything() } },
      },
    });
  });
});

describe('encryption', () => {
  it('at rest, of tables, queues and alarms', () => {
    for (const { Properties } of resourcesOf(dev, 'AWS::DynamoDB::Table')) {
      expect(Properties.SSESpecification).toEqual({ SSEEnabled: true });
    }
    for (const { Properties } of resourcesOf(dev, 'AWS::SQS::Queue')) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
    }
    for (const { Properties } of resourcesOf(dev, 'AWS::SNS::Topic')) {
      expect(refOf(Properties.KmsMasterKeyId)).toMatch(/Key/);
    }
    expect(resourcesOf(dev, 'AWS::KMS::Key')[0]?.Properties.EnableKeyRotation).toBe(true);
  });

  it.each([
    ['AWS::SQS::QueuePolicy', 'Queues', 'AWS::SQS::Queue'],
    ['AWS::SNS::TopicPolicy', 'Topics', 'AWS::SNS::Topic'],
  ])('on the way: %s refuses what does not come over TLS', (policyType, property, type) => {
    const refusing = policiesOf(dev, policyType)
      .filter(({ statements }) =>
        statements.some(
          ({ Effect, Principal, Condition }) =>
            Effect === 'Deny' &&
            /^("\*"|{"AWS":"\*"})$/.test(JSON.stringify(Principal)) &&
            JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
        ),
      )
      .flatMap(({ properties }) => listOf(properties[property]).map(refOf));

    expect(new Set(refusing)).toEqual(new Set(resourcesOf(dev, type).map(({ id }) => id)));
  });
});

describe('least privilege', () => {
  it.each([
    ['development', development],
    ['production', { ...production, simulator: true, defaultBus: true }],
  ])('no role of %s has a wildcard', (_, settings) => {
    const template = templateOf(settings);
    const allowed = resourcesOf(template, 'AWS::IAM::Role').flatMap(({ id }) => [
      ...permissionsOf(template, id),
    ]);

    expect(allowed.length).toBeGreaterThan(10);
    expect(allowed.filter((each) => each.includes('*'))).toEqual([]);
  });

  it('no role has a managed policy', () => {
    for (const { Properties } of resourcesOf(dev, 'AWS::IAM::Role')) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    }
  });

  it('without a simulated cloud, nothing of it is allowed', () => {
    const template = templateOf({ production: false });
    const worker = resourcesOf(template, 'AWS::IAM::Role').find(({ id }) => id.includes('Worker'));

    expect([...permissionsOf(template, worker?.id ?? '')].join()).not.toMatch(/Simulator|events:/);
  });

  it('the bus only where there is something to put on it', () => {
    const announcing = templateOf({
      ...production,
      tagApi: true,
      eventsOut: ['JobEnded', 'RuleChanged'],
    });
    const putting = resourcesOf(announcing, 'AWS::IAM::Role')
      .filter(({ id }) => [...permissionsOf(announcing, id)].join().includes('events:PutEvents'))
      .map(({ id }) => id.replace(/(Function)?Role.*$/, ''));
    const variables = JSON.stringify(resourcesOf(announcing, 'AWS::Lambda::Function'));

    expect(putting).toHaveLength(3);
    expect(variables).toContain('"HEIRTAG_EVENTS_OUT":"JobEnded,RuleChanged"');
  });

  it('the key of the alarms is for CloudWatch and the account', () => {
    const [key] = resourcesOf(dev, 'AWS::KMS::Key');
    const { KeyPolicy } = z
      .looseObject({ KeyPolicy: z.looseObject({ Statement: z.array(statementSchema) }) })
      .parse(key?.Properties);

    expect(KeyPolicy.Statement.map(({ Principal }) => JSON.stringify(Principal))).toEqual([
      expect.stringContaining(':root'),
      '{"Service":"cloudwatch.amazonaws.com"}',
    ]);
  });
});
