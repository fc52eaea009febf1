import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { appWith, development } from './stage-fixture.ts';

const synthesize = (chosen: object): Template =>
  Template.fromStack(appWith({ ...development, ...chosen }).stack);

const withTagApi = synthesize({
  tagApi: true,
  tagApiCallsPerMinute: 77,
  tagApiReservedConcurrency: 9,
});
const without = synthesize({});

const policySchema = z.object({
  Properties: z.object({
    PolicyDocument: z.object({
      Statement: z.array(
        z.looseObject({
          Action: z.union([z.string(), z.array(z.string())]),
          Resource: z.unknown(),
        }),
      ),
    }),
  }),
});

const stageSchema = z.object({
  Properties: z.object({ AccessLogSettings: z.object({ Format: z.string() }) }),
});

/** What the roles whose id begins so may do with Secrets Manager, and on what. */
const secretsAccessOf = (template: Template, id: string) =>
  Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([name]) => name.startsWith(id))
    .flatMap(([, policy]) => policySchema.parse(policy).Properties.PolicyDocument.Statement)
    .map(({ Action, Resource }) => ({ actions: [Action].flat(), Resource }))
    .filter(({ actions }) => actions.some((action) => action.startsWith('secretsmanager:')))
    .map(({ actions, Resource }) => ({ actions, resource: JSON.stringify(Resource) }));

it('is off unless the stage asks for it', () => {
  without.resourceCountIs('AWS::ApiGatewayV2::Api', 1);
  expect(Object.keys(without.findOutputs('TagApiEndpoint'))).toEqual([]);
  expect(JSON.stringify(without.toJSON())).not.toContain('secretsmanager');
  expect(JSON.stringify(without.toJSON())).not.toContain('HEIRTAG_SECRET_PREFIX');
});

it('has a host of its own, where nothing but / is served and the signature lets in', () => {
  withTagApi.resourceCountIs('AWS::ApiGatewayV2::Api', 2);
  withTagApi.hasResourceProperties('AWS::ApiGatewayV2::Route', {
    RouteKey: 'ANY /',
    AuthorizationType: 'NONE',
  });
  withTagApi.hasResourceProperties('AWS::ApiGatewayV2::Route', {
    RouteKey: 'ANY /v1/{proxy+}',
    AuthorizationType: 'AWS_IAM',
  });
  expect(Object.keys(withTagApi.findOutputs('TagApiEndpoint'))).toEqual(['TagApiEndpoint']);
});

it("lets the Tag API's function read secrets, the HTTP API's make and delete them, nobody else anything", () => {
  const [read, ...moreRead] = secretsAccessOf(withTagApi, 'TagApi');
  const [write, ...moreWrite] = secretsAccessOf(withTagApi, 'AdminApi');

  expect(read?.actions).toEqual(['secretsmanager:GetSecretValue']);
  expect(write?.actions).toEqual([
    'secretsmanager:CreateSecret',
    'secretsmanager:DeleteSecret',
    'secretsmanager:TagResource',
  ]);
  for (const access of [read, write]) {
    expect(access?.resource).toContain(':secret:heirtag/test/access-keys/*"');
  }
  expect([...moreRead, ...moreWrite, ...secretsAccessOf(withTagApi, 'Work')]).toEqual([]);
});

it('has an upkeep of secrets that lists and deletes them, every day and with the stage', () => {
  const access = secretsAccessOf(withTagApi, 'SecretUpkeep');

  expect(access.flatMap(({ actions }) => actions).toSorted()).toEqual([
    'secretsmanager:DeleteSecret',
    'secretsmanager:ListSecrets',
  ]);
  withTagApi.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 day)' });
  withTagApi.resourceCountIs('Custom::HeirtagSecrets', 1);
  without.resourceCountIs('Custom::HeirtagSecrets', 0);
});

it('raises the alarm of the HTTP API, too', () => {
  const alarm = { AlarmName: 'heirtag-test-admin-errors' };
  const metricsOf = (template: Template) =>
    JSON.stringify(template.findResources('AWS::CloudWatch::Alarm', { Properties: alarm }));

  expect(metricsOf(withTagApi)).toMatch(/"ApiId","Value":\{"Ref":"TagApi/);
  expect(metricsOf(withTagApi)).toMatch(/"ApiId","Value":\{"Ref":"AdminApi/);
  expect(metricsOf(without)).toMatch(/"ApiId","Value":\{"Ref":"AdminApi/);
});

it('gives the functions the place of the secrets and the limit of calls', () => {
  const found = withTagApi.findResources('AWS::Lambda::Function', {
    Properties: {
      Environment: {
        Variables: {
          HEIRTAG_SECRET_PREFIX: 'heirtag/test/access-keys/',
          HEIRTAG_TAG_API_CALLS_PER_MINUTE: '77',
        },
      },
    },
  });

  expect(Object.keys(found).filter((id) => id.startsWith('TagApi'))).toHaveLength(1);
  expect(Object.keys(found).filter((id) => id.startsWith('AdminApi'))).toHaveLength(1);
});

it('reserves functions for the Tag API alone where the stage says so', () => {
  const reserved = (template: Template) =>
    Object.keys(
      template.findResources('AWS::Lambda::Function', {
        Properties: { ReservedConcurrentExecutions: 9 },
      }),
    );

  expect(reserved(withTagApi)).toEqual([expect.stringMatching(/^TagApi/)]);
  expect(reserved(synthesize({ tagApi: true }))).toEqual([]);
});

it('names in every access log where a call came from', () => {
  const formats = Object.values(withTagApi.findResources('AWS::ApiGatewayV2::Stage')).map(
    (stage) => stageSchema.parse(stage).Properties.AccessLogSettings.Format,
  );

  expect(formats).toHaveLength(2);
  for (const format of formats) {
    expect(JSON.parse(format)).toMatchObject({ sourceAddress: '$context.identity.sourceIp' });
  }
});

it('raises an alarm at many refused signatures, and shows them, where there is a Tag API alone', () => {
  const alarm = {
    AlarmName: 'heirtag-test-signatures-refused',
    MetricName: 'SignaturesRefused',
    Dimensions: [{ Name: 'service', Value: 'heirtag-test-tag-api' }],
    Threshold: 100,
    ComparisonOperator: 'GreaterThanThreshold',
    Period: 300,
  };
  const dashboardOf = (template: Template) =>
    JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));

  withTagApi.hasResourceProperties('AWS::CloudWatch::Alarm', alarm);
  expect(dashboardOf(withTagApi)).toContain('SignaturesRefused');
  expect(JSON.stringify(without.toJSON())).not.toContain('SignaturesRefused');
});
