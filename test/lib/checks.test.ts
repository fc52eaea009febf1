import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { appWith, development, production } from './stage-fixture.ts';

describe('a synth', () => {
  it.each([
    ['development', development],
    ['production', production],
    [
      'production with everything on',
      {
        ...production,
        simulator: true,
        tagApi: true,
        defaultBus: true,
        sourceAccounts: ['111122223333'],
        sourceOrganization: 'o-abcde12345',
        adminReservedConcurrency: 5,
        rulesFile: 'test/fixtures/rules.yaml',
      },
    ],
    [
      'the Tag API in an account and region that are named',
      { ...development, tagApi: true, account: '111122223333', region: 'eu-central-1' },
    ],
  ])('of %s has no finding', (_, settings) => {
    expect(() => appWith(settings).app.synth()).not.toThrow();
  });

  it('fails on findings of both packs that nobody acknowledged', () => {
    const { app, stack } = appWith(development);
    new Queue(stack, 'Unsafe');

    expect(() => app.synth()).toThrow(
      /Heirtag-test\/Unsafe.*'AwsSolutions::AwsSolutions-SQS4'.*'Serverless::Serverless-SQSRedrivePolicy'/s,
    );
  });

  it('fails on a wildcard in a policy', () => {
    const { app, stack } = appWith(development);
    new Policy(stack, 'Wide', {
      roles: [
        new Role(stack, 'Anybody', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
      ],
      statements: [new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: ['*'] })],
    });

    expect(() => app.synth()).toThrow(
      /Heirtag-test\/Wide.*'AwsSolutions::AwsSolutions-IAM5\[Resource::\*\]'/s,
    );
  });
});
