/** Regions whose resources some older products keep at one host for all of them. */
const central: ReadonlySet<string> = new Set([
  'ap-southeast-1',
  'cn-beijing',
  'cn-hangzhou',
  'cn-hongkong',
  'cn-qingdao',
  'cn-shanghai',
  'cn-shenzhen',
  'us-east-1',
  'us-west-1',
]);

const atCentral: ReadonlySet<string> = new Set(['ess', 'slb']);

const exceptions: Readonly<Record<string, string>> = {
  'ecs cn-hangzhou': 'ecs-cn-hangzhou.aliyuncs.com',
  'vpc cn-hangzhou': 'vpc.aliyuncs.com',
  'tag us-west-1': 'tag.us-east-1.aliyuncs.com',
};

/** Where a product answers for a region. Source: the endpoint lists of the official SDKs. */
export const hostOf = (product: string, region: string): string => {
  if (atCentral.has(product) && central.has(region)) return `${product}.aliyuncs.com`;
  return exceptions[`${product} ${region}`] ?? `${product}.${region}.aliyuncs.com`;
};
