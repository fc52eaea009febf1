import * as z from 'zod/mini';
import type { SimulatedCloud } from '../../clouds/simulator.ts';
import { defineOperation, type TagApiOperation } from '../operation.ts';

const arns = z.array(z.string());
const text = z.optional(z.string());
const count = z.optional(
  z.pipe(z.string().check(z.regex(/^\d{1,9}$/, 'expected a whole number')), z.transform(Number)),
);

type Asked = {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly regionId: string | undefined;
};

/** The actions on tags, as the simulated cloud does them. */
export const tagOperations = (cloud: SimulatedCloud): readonly TagApiOperation[] => {
  const call = async (
    operation: string,
    parameters: Readonly<Record<string, unknown>>,
    asked: Asked,
  ): Promise<Readonly<Record<string, unknown>>> => {
    const { result } = await cloud.call({
      product: 'Tag',
      operation,
      parameters: { ...parameters, RegionId: asked.regionId },
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
        Tags: text,
        Category: text,
        PageSize: count,
        NextToken: text,
      },
      run: (parameters, asked) => call('ListTagResources', parameters, asked),
    }),
    defineOperation({
      name: 'ListSupportResourceTypes',
      isWrite: false,
      parameters: {
        ProductCode: text,
        ResourceTye: text,
        SupportCode: text,
        MaxResult: count,
        NextToken: text,
      },
      run: (parameters, asked) => call('ListSupportResourceTypes', parameters, asked),
    }),
  ];
};
