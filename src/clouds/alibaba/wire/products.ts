import { supportedRegions } from '../regions.ts';
import type { ProductName } from '../simulator/call-record.ts';

/** A product, as clients name it. */
export type WireProduct = {
  readonly name: ProductName;
  readonly version: string;
  /** How its operations are named: by action, or by method and path. */
  readonly style: 'RPC' | 'ROA';
  /** Its part of a host name: `ecs.cn-hangzhou.aliyuncs.com`. */
  readonly hostName: string;
  /** How it answers who may not call. Source: the products' error codes. */
  readonly forbidden: string;
};

const rpc = (
  name: ProductName,
  version: string,
  forbidden: string = 'Forbidden.RAM',
): WireProduct => ({ name, version, style: 'RPC', hostName: name.toLowerCase(), forbidden });

/** Each version belongs to one product. */
const products: ReadonlyMap<string, WireProduct> = new Map(
  [
    rpc('Ecs', '2014-05-26'),
    rpc('Vpc', '2016-04-28'),
    rpc('Slb', '2014-05-15'),
    rpc('Nlb', '2022-04-30', 'Forbidden.NoPermission'),
    rpc('Alb', '2020-06-16', 'Forbidden.LoadBalancer'),
    rpc('AliKafka', '2019-09-16', 'NoPermission'),
    rpc('Eci', '2018-08-08'),
    rpc('Ess', '2022-02-22'),
    rpc('Tag', '2018-08-28', 'NoPermission.Operator'),
    {
      name: 'Cs',
      version: '2015-12-15',
      style: 'ROA',
      hostName: 'cs',
      forbidden: 'ForbiddenQueryClusters',
    } as const,
  ].map((product) => [product.version, product]),
);

export const productOf = (version: string): WireProduct | undefined => products.get(version);

const hostForm = /^([a-z]+)[.-]([a-z0-9-]+?)\.aliyuncs\.com(?::\d+)?$/;

/** What a host name of the cloud says; of any other host it is not known. */
export const readHost = (
  host: string,
): { readonly product: string | undefined; readonly region: string | undefined } => {
  const [, product, region] = hostForm.exec(host.toLowerCase()) ?? [];
  const isRegion = region !== undefined && supportedRegions.has(region);
  return { product, region: isRegion ? region : undefined };
};
