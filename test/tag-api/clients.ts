import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The cloud's own packages, as they are published. All are CommonJS. */
export const sdk: typeof import('@alicloud/tag20180828') = require('@alicloud/tag20180828');
const core: typeof import('@alicloud/openapi-core') = require('@alicloud/openapi-core');
const rpc: typeof import('@alicloud/rpc-client') = require('@alicloud/rpc-client');
const { RuntimeOptions }: typeof import('@alicloud/tea-util') = require('@alicloud/tea-util');
const Pop: typeof import('@alicloud/pop-core') = require('@alicloud/pop-core');

/** What a client signs with. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
};

/** `@alicloud/tag20180828`: signs with ACS3-HMAC-SHA256. @param endpoint host and port */
export const tagClient = (endpoint: string, credentials: Credentials) =>
  new sdk.default(new core.$OpenApiUtil.Config({ ...credentials, endpoint, protocol: 'HTTP' }));

/** `@alicloud/pop-core`: signs with HMAC-SHA1, parameters in query or form body. */
export const popClient = (endpoint: string, credentials: Credentials) =>
  new Pop({ ...credentials, endpoint: `http://${endpoint}`, apiVersion: '2018-08-28' });

/** One request of `@alicloud/rpc-client`, the sibling of what Terraform's provider calls with. */
export type RpcCall = (
  action: string,
  body: Readonly<Record<string, unknown>>,
  query?: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>>>;

/** `@alicloud/rpc-client`: signs with HMAC-SHA1, the protocol in the query, the rest in a form body. */
export const rpcCaller = (endpoint: string, credentials: Credentials): RpcCall => {
  const client = new rpc.default(new rpc.Config({ ...credentials, endpoint, protocol: 'HTTP' }));
  const options = new RuntimeOptions({});
  return (action, body, query = {}) =>
    client.doRequest(action, 'HTTP', 'POST', '2018-08-28', 'AK', query, body, options);
};
