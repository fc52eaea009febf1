import { createRequire } from 'node:module';
import type { WireKey } from './wire-fixture.ts';

const require = createRequire(import.meta.url);

/** An answer as an SDK hands it over: its model gives the names of the wire back. */
export type SdkAnswer = {
  readonly statusCode: number;
  readonly body: unknown;
};

type Callable = (...given: readonly unknown[]) => Promise<SdkAnswer>;
type Constructor = new (given: object) => Readonly<Record<string, Callable>>;
/** A package of the cloud's, as it is published. Its own types would take the compiler minutes. */
type Package = Readonly<Record<string, Constructor>>;

const core: { readonly $OpenApiUtil: Package } = require('@alicloud/openapi-core');
const older: Package = require('@alicloud/openapi-client');

/** An SDK and its client: calls by name, with requests made by its own models. */
export type Sdk = {
  /** @param request fields as the SDK spells them; its model `<Action>Request` takes them */
  readonly call: (
    action: string,
    request: object,
    ...path: readonly string[]
  ) => Promise<SdkAnswer>;
};

export type SdkOptions = {
  readonly endpoint: string;
  readonly key: WireKey;
};

const Pop: typeof import('@alicloud/pop-core') = require('@alicloud/pop-core');

/** `@alicloud/pop-core`: signs with HMAC-SHA1, parameters in query or form. */
export const openPop = (apiVersion: string, { key, endpoint }: SdkOptions) =>
  new Pop({ ...key, endpoint: `http://${endpoint}`, apiVersion });

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const found = <T>(thing: T | undefined, name: string): T => {
  if (thing === undefined) throw new Error(`the package has no ${name}`);
  return thing;
};

/** Opens one of the cloud's packages on an endpoint. @param name without `@alicloud/` */
export const openSdk = (name: string, { key, endpoint }: SdkOptions): Sdk => {
  const loaded: Package = require(`@alicloud/${name}`);
  const config = { ...key, endpoint, protocol: 'HTTP', regionId: 'cn-hangzhou' };
  const Config = name.startsWith('eci') ? older.Config : core.$OpenApiUtil.Config;
  const Client = found(loaded.default, 'client');
  const client = new Client(new (found(Config, 'Config'))(config));
  return {
    call: (action, request, ...path) => {
      const Request = loaded[`${action}Request`];
      const method = found(client[lowerFirst(action)], action);
      const given = Request === undefined ? [] : [new Request(request)];
      return method.call(client, ...path, ...given);
    },
  };
};
