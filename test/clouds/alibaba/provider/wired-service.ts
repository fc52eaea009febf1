import { randomUUID } from 'node:crypto';
import { isArn } from '../../../../src/clouds/alibaba/arn.ts';
import type { Client } from '../../../../src/clouds/alibaba/demo/client.ts';
import { alibabaFacts } from '../../../../src/clouds/alibaba/provider/provider.ts';
import { operations } from '../../../../src/clouds/alibaba/simulator/operations.ts';
import { createSimulatedCloud } from '../../../../src/clouds/alibaba/simulator/simulated-cloud.ts';
import type { SettingName } from '../../../../src/clouds/cloud.ts';
import type { CloudProvider } from '../../../../src/clouds/provider.ts';
import type { SettingsStore } from '../../../../src/settings/settings.ts';
import { openVirtualService, type VirtualService } from '../../../reliability/virtual-service.ts';
import { tagsIn } from '../../ask.ts';
import { startWire, type WireServer } from '../wire/wire-fixture.ts';
import { wireProvider } from './wire-provider.ts';

/** The whole service over virtual time, with the provider that talks to the simulated cloud over HTTP. */
export type WiredService = {
  readonly service: VirtualService;
  readonly wire: WireServer;
  /** A user of one account. */
  readonly client: Client;
  readonly stop: () => Promise<void>;
};

const rulesOnBy =
  (settings: SettingsStore) =>
  async (accountId: string): Promise<ReadonlySet<SettingName>> => {
    const { feature, rules } = await settings.read(accountId);
    const on = [...rules].filter(([, { status }]) => feature === 'Enable' && status === 'Enable');
    return new Set(on.map(([name]) => name));
  };

const userOf = (service: VirtualService, accountId: string): Client => {
  const cloud: Client['cloud'] = async (action, parameters) =>
    (await service.call(action, parameters, accountId)).arns.filter(isArn);
  const put = async (path: string, body: object) => {
    await service.request('PUT', `${path}?accountId=${accountId}`, body);
  };
  const region = { RegionId: 'cn-hangzhou' };
  return {
    cloud,
    tag: async (arn, tags) => {
      await cloud('Tag/TagResources', {
        ...region,
        ResourceARN: [arn],
        Tags: JSON.stringify(tags),
      });
    },
    untag: async (arn, keys) => {
      await cloud('Tag/UntagResources', { ...region, ResourceARN: [arn], TagKey: keys });
    },
    setFeature: (status) => put('/v1/feature', { status }),
    setRule: (rule, choice) => put(`/v1/rules/${encodeURIComponent(rule)}`, choice),
    tagsOf: async (arn) => Object.fromEntries((await tagsIn(service.provider, arn)) ?? []),
    inheritedKeysOf: async (arn) => [...(await service.ledger.read(arn)).entries.keys()].sort(),
    settle: () => service.drain(),
  };
};

/** Opens it with an account of its own. */
export const openWiredService = async (seed: number): Promise<WiredService> => {
  let wired: CloudProvider | undefined;
  let ourKey = '';
  let rulesOn: (accountId: string) => Promise<ReadonlySet<SettingName>> = async () => new Set();
  const provider = (): CloudProvider => {
    if (wired === undefined) throw new Error('the wire is not there yet');
    return wired;
  };
  const service = openVirtualService({
    seed,
    maxReceives: 50,
    cloud: (_, { settings }) => {
      rulesOn = rulesOnBy(settings);
      return {
        ...alibabaFacts({ maxTagsPerResource: () => 20, isOurs: (caller) => caller === ourKey }),
        describe: (arns, call) => provider().describe(arns, call),
        heirs: (primary, type, cursor, call) => provider().heirs(primary, type, cursor, call),
        list: (accountId, type, cursor, call) => provider().list(accountId, type, cursor, call),
        write: (writes, call) => provider().write(writes, call),
      };
    },
  });
  const wire = await startWire(service.cloudTable, {
    clock: service.now,
    simulator: createSimulatedCloud({
      operations,
      table: service.cloudTable,
      bus: { publish: service.publish },
      clock: service.now,
      newId: randomUUID,
      maxTagsPerResource: () => 20,
      pause: async () => {},
    }),
  });
  ourKey = wire.key.accessKeyId;
  wired = wireProvider(wire, { clock: service.now, rulesOn: (accountId) => rulesOn(accountId) });
  return { service, wire, client: userOf(service, wire.accountId), stop: wire.stop };
};
