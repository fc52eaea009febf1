/** How ACK names an operation: by method and path. Source: its API's metadata. */
type RoaRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `{ClusterId}` stands for one segment. */
  readonly path: string;
  readonly operation: string;
  /** The field whose value is the whole answer. */
  readonly bare?: string;
  /** What the answer calls its request id; most have none. */
  readonly requestId?: 'RequestId' | 'request_id';
};

const routes: readonly RoaRoute[] = [
  {
    method: 'POST',
    path: '/clusters',
    operation: 'CreateCluster',
    requestId: 'request_id',
  },
  { method: 'DELETE', path: '/clusters/{ClusterId}', operation: 'DeleteCluster' },
  {
    method: 'POST',
    path: '/clusters/{ClusterId}/nodepools/{NodepoolId}',
    operation: 'ScaleClusterNodePool',
  },
  { method: 'GET', path: '/api/v1/clusters', operation: 'DescribeClustersV1' },
  { method: 'GET', path: '/clusters/{ClusterId}', operation: 'DescribeClusterDetail' },
  {
    method: 'GET',
    path: '/clusters/{ClusterId}/resources',
    operation: 'DescribeClusterResources',
    bare: 'resources',
  },
  { method: 'GET', path: '/clusters/{ClusterId}/nodes', operation: 'DescribeClusterNodes' },
  { method: 'GET', path: '/clusters/{ClusterId}/nodepools', operation: 'DescribeClusterNodePools' },
  { method: 'GET', path: '/tags', operation: 'ListTagResources', requestId: 'request_id' },
  { method: 'PUT', path: '/tags', operation: 'TagResources', requestId: 'RequestId' },
  { method: 'DELETE', path: '/tags', operation: 'UntagResources', requestId: 'RequestId' },
];

export type FoundRoute = Pick<RoaRoute, 'operation' | 'bare' | 'requestId'> & {
  readonly pathParameters: Readonly<Record<string, string>>;
};

const decode = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};

const match = (template: string, path: string): Readonly<Record<string, string>> | undefined => {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    const value = decode(given[at] ?? '');
    if (name === undefined ? part !== value : value === undefined || value === '') return undefined;
    if (name !== undefined && value !== undefined) found[name] = value;
  }
  return found;
};

/** The operation that a method and a path name; undefined when there is none. */
export const routeOf = (method: string, path: string): FoundRoute | undefined => {
  for (const { method: own, path: template, ...route } of routes) {
    const pathParameters = own === method ? match(template, path) : undefined;
    if (pathParameters !== undefined) return { ...route, pathParameters };
  }
  return undefined;
};

/** How an operation is called. @returns method, and path with the parameters that stand there left open */
export const roaRequestOf = (operation: string): Pick<RoaRoute, 'method' | 'path'> | undefined =>
  routes.find((route) => route.operation === operation);
