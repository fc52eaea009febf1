import * as z from 'zod/mini';
import type { SimulatedCloud } from '../../clouds/simulator.ts';
import { defineOperation, type TagApiOperation } from '../operation.ts';

const arns = z.array(z.string());

type Asked = {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly regionId: string | undefined;
};

/** `*` stands for the call's own region and account. */
const inFull = (arn: string, { accountId, regionId }: Asked): string =>
  arn.replace(
    /^(arn:acs:[^:]*):([^:]*):([^:]*):/,
    (_, start: string, region: string, account: string) =>
      [
        start,
        region === '*' ? (regionId ?? region) : region,
        account === '*' ? accountId : account,
        '',
      ].join(':'),
  );

/** The actions on tags, as the simulated cloud does them. */
export const tagOperations = (cloud: SimulatedCloud): readonly TagApiOperation[] => {
  const call = async (
    operation: string,
    { ResourceARN, ...parameters }: { readonly ResourceARN?: readonly string[] | undefined },
    asked: Asked,
  ): Promise<Readonly<Record<string, unknown>>> => {
    const { result } = await cloud.call({
      product: 'Tag',
      operation,
      parameters: {
        ...parameters,
        ResourceARN: ResourceARN?.map((arn) => inFull(arn, asked)),
        RegionId: asked.regionId,
      },
      accountId: asked.accountId,
      caller: { type: 'ram-user', principalId: asked.accessKeyId, userName: asked.accessKeyId },
    });
    return result;
  };

  return [
    defineOperation({
      name: 'TagResources',
      isWrite: true,
      parameters: { ResourceARN: arns, Tags: z.string() },
      run: (parameters, asked) => call('TagResources', parameters, asked),
    }),
    defineOperation({
      name: 'UntagResources',
      isWrite: true,
      parameters: { ResourceARN: arns, TagKey: z.array(z.string()) },
      run: (parameters, asked) => call('UntagResources', parameters, asked),
    }),
    defineOperation({
      name: 'ListTagResources',
      isWrite: false,
      parameters: {
        ResourceARN: arns,
        Tags: z.optional(z.string()),
        Category: z.optional(z.string()),
        PageSize: z.optional(
          z.pipe(
            z.string().check(z.regex(/^\d{1,9}$/, 'expected a whole number')),
            z.transform(Number),
          ),
        ),
        NextToken: z.optional(z.string()),
      },
      run: (parameters, asked) => call('ListTagResources', parameters, asked),
    }),
  ];
};
