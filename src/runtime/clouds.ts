import { openers as usualOpeners } from '#openers';
import { cloudOfAccount } from '../clouds/accounts.ts';
import type { Opened, Opener } from '../clouds/opener.ts';
import type { CloudProvider } from '../clouds/provider.ts';
import { allRegions, type HandledRegions, regionsOfCloud } from '../clouds/regions.ts';
import { routedCloud } from '../clouds/routed-cloud.ts';
import { severalClouds } from '../clouds/several-clouds.ts';
import type { SimulatedCloud } from '../clouds/simulator.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { Environment } from './environment.ts';
import type { Foundation } from './foundation.ts';
import { type PlaceDuties, placeOf } from './place.ts';

/** The clouds that a stage reads and writes. */
export type Clouds = {
  /** All of them as one. */
  readonly provider: CloudProvider;
  /** Undefined where the stage has no simulated cloud. */
  readonly simulator: SimulatedCloud | undefined;
  readonly clouds: readonly { readonly name: string; readonly isSimulated: boolean }[];
  /** False where the stage does not touch the cloud of the account. */
  readonly hasCloudFor: (accountId: string) => boolean;
};

/** How the clouds of a process are opened. */
export type CloudDuties = PlaceDuties & {
  /** How clouds are opened; where one is simulated, it reads and writes tags by ARN unless set. */
  readonly openers?: readonly Opener[];
};

export const regionsOf = (environment: Environment): HandledRegions =>
  environment.HEIRTAG_CLOUD_REGIONS ?? allRegions;

/** Opens every cloud that the stage has what it needs for; of one that can be opened in two ways, the first. */
export const openClouds = (
  environment: Environment,
  foundation: Foundation,
  settings: Pick<SettingsStore, 'read'>,
  duties: CloudDuties,
): Clouds => {
  const place = placeOf(environment, foundation, settings, duties);
  const open = new Map<string, Opened>();
  for (const { cloud, open: openIn } of duties.openers ?? usualOpeners) {
    const opened = open.has(cloud) ? undefined : openIn(place);
    if (opened !== undefined) open.set(cloud, opened);
  }
  const handled = regionsOf(environment);
  const providers = [...open].map(([cloud, opened]) => {
    const { provider, openAt, regions = [...regionsOfCloud(handled, cloud)] } = opened;
    return [cloud, routedCloud({ common: provider, regions, open: openAt })] as const;
  });
  return {
    provider: severalClouds(new Map(providers)),
    simulator: [...open.values()].find(({ simulator }) => simulator !== undefined)?.simulator,
    clouds: [...open].map(([name, { simulator }]) => ({
      name,
      isSimulated: simulator !== undefined,
    })),
    hasCloudFor: (accountId) => open.has(cloudOfAccount(accountId).name),
  };
};
