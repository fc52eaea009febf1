import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parseStageSettings } from '../../lib/read-stage-settings.ts';
import { alibabaSettings } from '../../src/clouds/alibaba/provider/settings.ts';
import { permissionsOf } from './permissions.ts';
import { appWith, development, templateOf } from './stage-fixture.ts';
import { readTemplate, resourcesOf } from './template.ts';

const byRole = {
  accountId: '1000000000000001',
  roleArn: 'acs:ram::1000000000000001:role/heirtag-reader',
  identityProviderArn: 'acs:ram::1000000000000001:oidc-provider/heirtag',
};
const byKey = {
  accountId: '1000000000000002',
  accessKeySecret: 'heirtag/alibaba-2',
  userName: 'heirtag-user',
};

const withAlibaba = {
  production: false,
  account: '111122223333',
  region: 'eu-central-1',
  clouds: ['alibaba'],
  alibabaAccounts: [byRole, byKey],
};

const { app, stack } = appWith(withAlibaba);
const template = readTemplate(Assertions.fromStack(stack).toJSON());

const roleNamed = (name: string, of = template) => {
  const found = resourcesOf(of, 'AWS::IAM::Role').find(
    ({ Properties }) => Properties.RoleName === name,
  );
  if (found === undefined) throw new Error(`no role ${name}`);
  return found.id;
};

const functionSchema = z.looseObject({
  Environment: z.looseObject({ Variables: z.looseObject({ HEIRTAG_CLOUD_SETTINGS: z.string() }) }),
});

const statementsOf = (of = template) =>
  JSON.stringify(
    resourcesOf(of, 'AWS::IAM::Policy').map(({ Properties }) => Properties.PolicyDocument),
  );

describe('a stage that touches Alibaba Cloud', () => {
  it('has no finding', () => {
    expect(() => app.synth()).not.toThrow();
    expect(() =>
      appWith({ ...withAlibaba, production: false, tagApi: true }).app.synth(),
    ).not.toThrow();
  });

  it('is refused at synth where its accounts are longer than the environment of a function may be', () => {
    const accounts = (count: number) =>
      Array.from({ length: count }, (_, index) => {
        const accountId = `${1_000_000_000_000_001 + index}`;
        return {
          accountId,
          roleArn: `acs:ram::${accountId}:role/heirtag-reader`,
          identityProviderArn: `acs:ram::${accountId}:oidc-provider/heirtag`,
        };
      });

    const few = appWith({ ...withAlibaba, alibabaAccounts: accounts(10) });
    const many = appWith({ ...withAlibaba, alibabaAccounts: accounts(20) });

    expect(() => few.app.synth()).not.toThrow();
    expect(() => many.app.synth()).toThrow(
      /has \d+ bytes, and Lambda takes 4096; the longest variable is HEIRTAG_CLOUD_SETTINGS/,
    );
  });

  it('tells each of its functions the accounts, as the cloud reads them', () => {
    const told = resourcesOf(template, 'AWS::Lambda::Function').map(({ Properties }) => {
      const { Variables } = functionSchema.parse(Properties).Environment;
      return z
        .looseObject({ alibaba: z.unknown() })
        .parse(JSON.parse(Variables.HEIRTAG_CLOUD_SETTINGS));
    });

    expect(told.length).toBeGreaterThanOrEqual(2);
    for (const { alibaba } of told) {
      expect(alibabaSettings.parse(alibaba)).toMatchObject({ accounts: [byRole, byKey] });
    }
  });

  it.each(['worker', 'admin'])(
    'lets the %s, under a name that can be trusted, get tokens and read the secrets it names',
    (part) => {
      const permissions = [...permissionsOf(template, roleNamed(`heirtag-test-${part}`))];
      const reaching = permissions.filter((each) => /^(sts|secretsmanager):/.test(each));

      expect(reaching).toEqual([
        expect.stringMatching(
          /^secretsmanager:GetSecretValue on .*:secret:heirtag\/alibaba-2-\?{6}"$/,
        ),
        'sts:GetWebIdentityToken on "*"',
      ]);
    },
  );

  it('limits the tokens to those that it asks for', () => {
    expect(statementsOf()).toContain(
      JSON.stringify({
        'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': ['sts.aliyuncs.com'] },
        Null: { 'sts:IdentityTokenAudience': 'false' },
        StringEquals: { 'sts:SigningAlgorithm': 'RS256' },
        NumericLessThanEquals: { 'sts:DurationSeconds': 300 },
      }),
    );
  });

  it.each([
    ['keys', [byKey], 'GetWebIdentityToken'],
    ['roles', [byRole], 'secretsmanager'],
  ])('that is reached by %s alone needs nothing of the other kind', (_, alibabaAccounts, other) => {
    const only = templateOf({ ...withAlibaba, alibabaAccounts });

    expect(statementsOf(only)).not.toContain(other);
  });

  it("has the cloud's events on its bus, without what it did itself", () => {
    const patterns = resourcesOf(template, 'AWS::Events::Rule').map(({ Properties }) =>
      String(Properties.EventPattern),
    );
    const ofAttaching = patterns.find((each) => each.includes('AttachDisk'));

    expect(ofAttaching).toContain('"heirtag-reader:heirtag"');
    expect(ofAttaching).toContain('"heirtag-user"');
    expect(patterns.filter((each) => each.includes('aws.'))).toEqual([]);
  });

  it('can touch AWS, too, and sweeps', () => {
    const both = templateOf({
      ...withAlibaba,
      clouds: ['alibaba', 'aws'],
      awsRegions: ['eu-central-1'],
    });
    const [worker] = resourcesOf(both, 'AWS::Lambda::Function').filter(({ id }) =>
      id.startsWith('Work'),
    );
    const variables = JSON.stringify(worker?.Properties.Environment);

    expect(variables).toContain('alibaba');
    expect(variables).toContain('heirtag-test-tagger');
    expect(variables).toContain('cn-hangzhou');
    expect(resourcesOf(both, 'AWS::Scheduler::Schedule')).toHaveLength(1);
  });
});

const withEvents = {
  ...withAlibaba,
  alibabaEventsSecret: 'heirtag/alibaba-events',
  ingestRequestsPerSecond: 7,
  ingestReservedConcurrency: 9,
};

describe('a stage that Alibaba Cloud sends events to', () => {
  const { app: open, stack: taking } = appWith(withEvents);
  const taken = readTemplate(Assertions.fromStack(taking).toJSON());
  const ingestRole = resourcesOf(taken, 'AWS::IAM::Role').find(({ id }) => id.startsWith('Ingest'));

  it('has no finding', () => {
    expect(() => open.synth()).not.toThrow();
  });

  it('takes them on a host of its own, by one route, with limits of its own', () => {
    const routes = resourcesOf(taken, 'AWS::ApiGatewayV2::Route').map(
      ({ Properties }) => Properties.RouteKey,
    );
    const limits = resourcesOf(taken, 'AWS::ApiGatewayV2::Stage').map(
      ({ Properties }) => Properties.DefaultRouteSettings,
    );

    expect(routes).toEqual(['ANY /v1/{proxy+}', 'POST /v1/ingest/{cloud}']);
    expect(limits).toContainEqual({ ThrottlingRateLimit: 7, ThrottlingBurstLimit: 14 });
    expect(
      resourcesOf(taken, 'AWS::Lambda::Function').filter(
        ({ Properties }) => Properties.ReservedConcurrentExecutions === 9,
      ),
    ).toHaveLength(1);
    expect(Assertions.fromStack(taking).findOutputs('IngestUrl')).not.toEqual({});
  });

  it('says to the function alone whose events it takes, and where its secret is', () => {
    const told = resourcesOf(taken, 'AWS::Lambda::Function').flatMap(({ Properties }) => {
      const { Variables } = z
        .looseObject({ Variables: z.looseObject({ HEIRTAG_INGEST: z.optional(z.string()) }) })
        .parse(Properties.Environment);
      return Variables.HEIRTAG_INGEST === undefined ? [] : [JSON.parse(Variables.HEIRTAG_INGEST)];
    });

    expect(told).toEqual([
      {
        alibaba: {
          accounts: [byRole.accountId, byKey.accountId],
          secret: 'heirtag/alibaba-events',
        },
      },
    ]);
  });

  it('lets the function read that secret, count deliveries and put events on the bus, and nothing else', () => {
    const permissions = [...permissionsOf(taken, ingestRole?.id ?? '')].map(
      (each) => each.split(' on ')[0],
    );

    expect(permissions.toSorted()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'events:PutEvents',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
    ]);
  });

  it('raises an alarm at many refused deliveries, which no other stage has', () => {
    const alarm = {
      AlarmName: 'heirtag-test-senders-refused',
      MetricName: 'SignaturesRefused',
      Dimensions: [{ Name: 'service', Value: 'heirtag-test-ingest' }],
      Threshold: 100,
    };

    Assertions.fromStack(taking).hasResourceProperties('AWS::CloudWatch::Alarm', alarm);
    Assertions.fromStack(stack).resourcePropertiesCountIs('AWS::CloudWatch::Alarm', alarm, 0);
    expect(JSON.stringify(template)).not.toContain('HEIRTAG_INGEST');
  });
});

describe('the settings of a stage that touches Alibaba Cloud', () => {
  const account = (changes: object) => ({
    clouds: ['alibaba'],
    alibabaAccounts: [{ ...byRole, ...changes }],
  });

  it.each([
    [{ clouds: ['alibaba'] }, /alibabaAccounts: expected with Alibaba Cloud/],
    [{ clouds: ['alibaba'], alibabaAccounts: [] }, /alibabaAccounts: /],
    [
      { alibabaEventsSecret: 'heirtag/alibaba-events' },
      /clouds: alibabaAccounts and alibabaEventsSecret say/,
    ],
    [
      { ...account({}), alibabaEventsSecret: 'heirtag/*' },
      /alibabaEventsSecret: expected the name/,
    ],
    [
      { alibabaAccounts: [byRole] },
      /clouds: alibabaAccounts and alibabaEventsSecret say nothing without "alibaba"/,
    ],
    [
      { simulator: true, clouds: ['alibaba'], alibabaAccounts: [byRole] },
      /simulator: stands in for Alibaba Cloud/,
    ],
    [
      { clouds: ['alibaba'], alibabaAccounts: [byRole, { ...byKey, accountId: byRole.accountId }] },
      /alibabaAccounts: expected each account once/,
    ],
    [account({ accountId: '12' }), /alibabaAccounts\.0[.:].*accountId: expected the 16 digits/],
    [
      account({ roleArn: 'arn:aws:iam::1:role/x' }),
      /alibabaAccounts\.0[.:].*roleArn: expected acs:ram/,
    ],
    [account({ identityProviderArn: undefined }), /alibabaAccounts\.0[.:].*identityProviderArn: /],
    [account({ accessKeySecret: 'both' }), /alibabaAccounts\.0[.:].*roleArn/],
    [
      { clouds: ['alibaba'], alibabaAccounts: [{ ...byKey, accessKeySecret: 'heirtag/*' }] },
      /alibabaAccounts\.0[.:].*accessKeySecret: expected the name of a secret/,
    ],
    [
      { clouds: ['alibaba'], alibabaAccounts: ['1000000000000001'] },
      /alibabaAccounts\.0[.:].*expected object/,
    ],
  ])('of %j are refused', (settings, message) => {
    expect(() => parseStageSettings({ production: false, ...settings }, 'stages.dev')).toThrow(
      message,
    );
  });
});

it('a stage that does not touch Alibaba Cloud has none of its permissions', () => {
  const plain = JSON.stringify(templateOf(development));

  expect(
    ['GetWebIdentityToken', 'secretsmanager', 'role/heirtag'].filter((each) =>
      plain.includes(each),
    ),
  ).toEqual([]);
});
