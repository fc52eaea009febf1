import { expect, it } from 'vitest';
import { type Arn, formatArn } from '../../../../src/clouds/aws/arn.ts';
import { catalogue, ruledTypes } from '../../../../src/clouds/aws/catalogue.ts';
import { createClients } from '../../../../src/clouds/aws/provider/clients.ts';
import { createClassify } from '../../../../src/clouds/aws/provider/errors.ts';
import { createAwsProvider } from '../../../../src/clouds/aws/provider/provider.ts';
import type { ResourceType } from '../../../../src/clouds/aws/resource-types.ts';
import type { Call } from '../../../../src/clouds/provider.ts';
import { changeOf, writesOf } from '../../ask.ts';
import { queryAnswer } from './fake-aws.ts';
import { operationOf, parametersOf, requestHandler } from './request-handler.ts';
import { providerCommands } from './sdk-commands.ts';

const at = { region: 'eu-central-1', accountId: '111122223333' } as const;

const arnOf = (type: ResourceType): Arn =>
  formatArn({ ...at, type, id: type.startsWith('ElasticLoad') ? 'net/front/1' : 'x-1' });

/** Operations of the services that have no name in a request. */
const operationsByPath: readonly (readonly [RegExp, string])[] = [
  [/^GET \/2015-03-31\/functions\/[^/]+$/, 'GetFunction'],
  [/^GET \/2015-03-31\/functions$/, 'ListFunctions'],
  [/^GET \/clusters\/[^/]+$/, 'DescribeCluster'],
  [/^GET \/clusters$/, 'ListClusters'],
];

const named = (operation: string): string =>
  operationsByPath.find(([path]) => path.test(operation))?.[1] ?? operation;

/** A group with a tag, so that it can be taken away. */
const aGroup = queryAnswer('DescribeAutoScalingGroups', {
  AutoScalingGroups: {
    member: { AutoScalingGroupName: 'x-1', Tags: { member: { Key: 'k', Value: 'v' } } },
  },
});

/** Answers every call with next to nothing, and keeps what was sent under which name. */
const recordedProvider = () => {
  const asked: { readonly api: string; readonly sent: string[] }[] = [];
  const answer = requestHandler(async (request) => {
    const operation = named(operationOf(request));
    asked.at(-1)?.sent.push(operation);
    if (operation === 'DescribeAutoScalingGroups') return aGroup;
    const isXml = parametersOf(request).has('Action');
    return isXml ? queryAnswer(operation, {}) : { status: 200, body: '{}' };
  });
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const provider = createAwsProvider({
    ...at,
    clients: createClients({ region: at.region, credentials, requestHandler: answer }),
    classify: createClassify(() => {}),
    common: { maxTagsPerResource: () => 50, isOurs: () => false },
  });
  const call: Call = {
    pass: ({ api }, send) => {
      asked.push({ api, sent: [] });
      return send(new AbortController().signal);
    },
  };
  return { provider, asked, call };
};

it('calls are named after what they ask for, so that budgets and permissions speak of the same', async () => {
  const { provider, asked, call } = recordedProvider();

  for (const type of ruledTypes) {
    await provider.list(at.accountId, type, undefined, call);
    await provider.describe([arnOf(type)], call);
    await provider.detached?.(at, type, undefined, call);
  }
  for (const rule of catalogue) {
    await provider.heirs(arnOf(rule.primary), rule.associated, undefined, call);
  }
  for (const type of new Set(catalogue.map(({ associated }) => associated))) {
    const arn = arnOf(type);
    await provider.write(writesOf([changeOf(arn, { set: new Map([['k', 'v']]) })]), call);
    await provider.write(writesOf([changeOf(arn, { remove: ['k'] })]), call);
  }

  const astray = asked.filter(({ api, sent }) => !sent.includes(api.split(':')[1] ?? ''));
  expect(astray).toEqual([]);
  expect(new Set(asked.map(({ api }) => api))).toEqual(providerCommands);
});
