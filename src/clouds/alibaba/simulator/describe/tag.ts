import * as z from 'zod/mini';
import { allResourceTypes, type ResourceType, resourceTypes } from '../../resource-types.ts';
import { CloudApiError } from '../cloud-api-error.ts';
import { defineOperation } from '../operation.ts';

/** Types of which it is published that the unified API takes them. Source: Tag API, supported resource types. */
const published: ReadonlySet<ResourceType> = new Set<ResourceType>([
  'Ecs-Instance',
  'Ecs-Disk',
  'Ecs-Eni',
  'Ecs-Snapshot',
  'Ecs-SecurityGroup',
  'Vpc-Eip',
  'Vpc-Natgateway',
  'Slb-Instance',
  'Alb-LoadBalancer',
  'Cs-Cluster',
  'Kafka-ConsumerGroup',
]);

const supported = allResourceTypes
  .filter((type) => published.has(type))
  .map((type) => {
    const { product, arnType } = resourceTypes[type];
    return {
      ProductCode: product,
      ResourceType: arnType,
      ArnTemplate: `arn:acs:${product}:\${RegionId}:\${AccountId}:${arnType}/\${ResourceId}`,
    };
  });

const supportCode = 'TAG_CONSOLE_SUPPORT';
const text = z.optional(z.string());

const checkCode = (code: string | undefined): void => {
  if (code === undefined || code === supportCode) return;
  throw new CloudApiError(
    403,
    'InvalidParameter.SupportCode',
    `The SupportCode ${code} is not known here; expected ${supportCode}.`,
  );
};

/** Tokens count the rows before. */
const startOf = (token: string | undefined): number => {
  const start = Number(token ?? '0');
  if (Number.isInteger(start) && start >= 0) return start;
  throw new CloudApiError(
    400,
    'InvalidParameter.NextToken',
    'The NextToken is none that this listing gave.',
  );
};

/** What the unified Tag API says that it takes. */
export const listSupportResourceTypes = defineOperation({
  product: 'Tag',
  name: 'ListSupportResourceTypes',
  parameters: {
    ProductCode: text,
    // The API spells it so.
    ResourceTye: text,
    SupportCode: text,
    ShowItems: z.optional(z.boolean()),
    MaxResult: z._default(z.int().check(z.minimum(1), z.maximum(1000)), 50),
    NextToken: text,
  },
  decide: async (asked) => {
    checkCode(asked.SupportCode);
    const start = startOf(asked.NextToken);
    const chosen = supported
      .filter(({ ProductCode }) => (asked.ProductCode ?? ProductCode) === ProductCode)
      .filter(({ ResourceType: type }) => (asked.ResourceTye ?? type) === type);
    const page = chosen.slice(start, start + asked.MaxResult);
    const items = { SupportItems: [{ SupportCode: supportCode, Support: true }] };
    return {
      result: {
        SupportResourceTypes: page.map((row) =>
          asked.ShowItems === true ? { ...row, ...items } : row,
        ),
        NextToken: start + asked.MaxResult < chosen.length ? String(start + asked.MaxResult) : '',
      },
      arns: [],
    };
  },
});
