import { taggers } from '#openers';
import type { SimulatedCloud } from '../clouds/simulator.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { Environment } from './environment.ts';
import type { Foundation } from './foundation.ts';
import { type PlaceDuties, placeOf } from './place.ts';

/** Opens the stage's simulated cloud, which takes calls of tags alone, and no other; undefined where it has none. */
export const openSimulator = (
  environment: Environment,
  foundation: Foundation,
  settings: Pick<SettingsStore, 'read'>,
  duties: PlaceDuties,
): SimulatedCloud | undefined => {
  const place = placeOf(environment, foundation, settings, duties);
  return taggers.map(({ open }) => open(place)?.simulator).find((each) => each !== undefined);
};
