import { randomUUID } from 'node:crypto';
import { catalogue } from '../../../../src/clouds/alibaba/catalogue.ts';
import { createClassify } from '../../../../src/clouds/alibaba/errors.ts';
import { createClient } from '../../../../src/clouds/alibaba/provider/client.ts';
import type { CredentialSource } from '../../../../src/clouds/alibaba/provider/credentials.ts';
import { createExchange } from '../../../../src/clouds/alibaba/provider/exchange.ts';
import { createAlibabaProvider } from '../../../../src/clouds/alibaba/provider/provider.ts';
import type { AccountRegion } from '../../../../src/clouds/call.ts';
import type { SettingName } from '../../../../src/clouds/cloud.ts';
import type { Opened } from '../../../../src/clouds/opener.ts';
import type { CloudProvider } from '../../../../src/clouds/provider.ts';
import { routedCloud } from '../../../../src/clouds/routed-cloud.ts';
import type { WireServer } from '../wire/wire-fixture.ts';

export type WireProviderOptions = {
  readonly clock?: () => number;
  /** Of what is signed with; the wire's own key unless given. */
  readonly credentials?: CredentialSource;
  /** All unless given. */
  readonly rulesOn?: (accountId: string) => Promise<ReadonlySet<SettingName>>;
  readonly regions?: readonly string[];
  /** Codes that nobody knew. */
  readonly unknown?: string[];
};

const allRules: ReadonlySet<SettingName> = new Set(
  catalogue.map(({ settingName }): SettingName => settingName),
);

/** Alibaba Cloud as it talks to the simulated cloud over HTTP: for all regions, and for one. */
export const openWired = (
  { endpoint, key }: Pick<WireServer, 'endpoint' | 'key'>,
  options: WireProviderOptions = {},
): Pick<Opened, 'provider' | 'openAt'> => {
  const clock = options.clock ?? Date.now;
  const credentials = { securityToken: undefined, ...key };
  const client = createClient({
    credentials: options.credentials ?? {
      current: async () => credentials,
      renewed: async () => credentials,
    },
    exchange: createExchange(),
    endpoint: `http://${endpoint}`,
    clock,
    newId: randomUUID,
  });
  const open = (at: AccountRegion): CloudProvider =>
    createAlibabaProvider({
      at,
      client,
      classify: createClassify((code) => options.unknown?.push(code)),
      rulesOn: options.rulesOn ?? (async () => allRules),
      clock,
      maxTagsPerResource: () => 20,
      isOurs: (caller) => caller === key.accessKeyId,
    });
  const provider = routedCloud({
    common: open({ accountId: '', region: '' }),
    regions: options.regions ?? ['cn-hangzhou'],
    open,
  });
  return { provider, openAt: open };
};

/** Its provider for all regions. */
export const wireProvider = (...parameters: Parameters<typeof openWired>): CloudProvider =>
  openWired(...parameters).provider;
