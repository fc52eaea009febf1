import { Stack } from 'aws-cdk-lib';
import { CfnFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

/** What Lambda takes as the environment of a function, names and values together. Bytes. */
const mostBytes = 4096;

/** Quotes, colon and comma about a variable: how Lambda counts is not documented, so that nothing is left out. */
const aroundOne = 6;

/** Bytes of all texts in a resolved value; what is known at deployment counts as its name. */
const textBytes = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + textBytes(each), 0);
};

const variablesOf = (target: LambdaFunction): object => {
  const resource = target.node.defaultChild;
  if (!(resource instanceof CfnFunction)) return {};
  return Stack.of(target).resolve(resource.environment)?.variables ?? {};
};

/** Refuses at synth what Lambda would refuse amid a deployment, in its own words. */
export const checkEnvironmentSize = (target: LambdaFunction): void =>
  target.node.addValidation({
    validate: () => {
      const variables = Object.entries(variablesOf(target));
      const bytes = variables.reduce(
        (sum, [name, value]) => sum + textBytes(name) + textBytes(value) + aroundOne,
        0,
      );
      if (bytes <= mostBytes) return [];
      const [longest] = variables.toSorted(([, one], [, two]) => textBytes(two) - textBytes(one));
      return [
        `the environment of this function has ${bytes} bytes, and Lambda takes ${mostBytes}; the longest variable is ${longest?.[0]}: name fewer accounts or regions in one stage (awsOrganization stands for all of awsAccounts), or use a second stage`,
      ];
    },
  });
