import { Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { tokenFacts } from '../src/aws/web-identity-token.ts';
import type { HeirtagFunction } from './heirtag-function.ts';
import { letReadSecrets } from './permissions.ts';
import { touchesAlibaba } from './stage-clouds.ts';
import type { StageSettings } from './stage-settings.ts';
import { alibabaAudience } from './variants/readers.ts';

/** Tokens for one audience, signed and lasting as the function asks for them, and no others. */
const getTokens = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'GetTokens',
    actions: ['sts:GetWebIdentityToken'],
    resources: ['*'],
    conditions: {
      'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': [alibabaAudience] },
      // Who asks for no audience asks for none but these.
      Null: { 'sts:IdentityTokenAudience': 'false' },
      StringEquals: { 'sts:SigningAlgorithm': tokenFacts.algorithm },
      NumericLessThanEquals: { 'sts:DurationSeconds': tokenFacts.seconds },
    },
  });

const letGetTokens = ({ role }: HeirtagFunction): void => {
  role.addToPolicy(getTokens());
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'STS knows no resources for tokens: audience, signature and duration are limited instead.',
  });
};

/** Lets a function reach the stage's accounts of Alibaba Cloud: by its own identity, or by the keys that are kept for it. */
export const letTouchAlibaba = (target: HeirtagFunction, settings: StageSettings): void => {
  if (!touchesAlibaba(settings)) return;
  const accounts = settings.alibabaAccounts ?? [];
  letReadSecrets(
    target,
    accounts.flatMap((each) => ('accessKeySecret' in each ? each.accessKeySecret : [])),
  );
  if (accounts.some((each) => 'roleArn' in each)) letGetTokens(target);
};
