import { Stack, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { readActions, writeStatements } from './variants/readers.ts';

/** What is done in one account of AWS: only in the regions of the stage. */
type Within = { readonly scope: IConstruct; readonly regions: readonly string[] };

const inRegions = ({ regions }: Within) => ({
  StringEquals: { 'aws:RequestedRegion': [...regions] },
});

/** Reading what inherits and what it inherits from. */
export const awsReads = (within: Within): PolicyStatement =>
  new PolicyStatement({
    sid: 'Read',
    actions: [...readActions],
    resources: ['*'],
    conditions: inRegions(within),
  });

/** Tagging what inherits. */
export const awsWrites = (within: Within): readonly PolicyStatement[] => {
  const { partition } = Stack.of(within.scope);
  return writeStatements.map(
    ({ sid, actions, resources }) =>
      new PolicyStatement({
        sid,
        actions: [...actions],
        resources: resources.map((each) => (each === '*' ? each : `arn:${partition}:${each}`)),
        conditions: inRegions(within),
      }),
  );
};

/** Taking the tagger's role in other accounts, and no other role. */
export const takeRole = (
  scope: IConstruct,
  tagger: string,
  accounts: readonly string[],
): PolicyStatement =>
  new PolicyStatement({
    sid: 'TakeTagger',
    actions: ['sts:AssumeRole'],
    resources: accounts.map(
      (account) => `arn:${Stack.of(scope).partition}:iam::${account}:role/${tagger}`,
    ),
  });

const resourcesOfWrites: readonly string[] = writeStatements.flatMap(({ resources }) => resources);

/** Says to the checks why these wildcards stand. @param taggers ARNs of roles in accounts that are not named */
export const acknowledgeAws = (role: Role, taggers: readonly string[] = []): void => {
  const { partition: own } = Stack.of(role);
  const partition = Token.isUnresolved(own) ? '<AWS::Partition>' : own;
  const told = [...resourcesOfWrites, ...taggers].map((each) =>
    each === '*' ? each : `arn:${partition}:${each}`,
  );
  for (const resource of new Set(told)) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource}]`,
      reason:
        'Which resources inherit is only known when they are there: types, calls and regions are limited instead; reads of these services cannot be limited to resources.',
    });
  }
};
