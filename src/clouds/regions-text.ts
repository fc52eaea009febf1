import { clouds } from '#clouds';
import type { HandledRegions } from './regions.ts';

/** Writes regions as a text: `<cloud>:<region>,<region>;<cloud>:<region>`. */
export const writeRegions = (handled: HandledRegions): string =>
  [...handled].map(([cloud, regions]) => `${cloud}:${[...regions].join(',')}`).join(';');

/** Some regions of one cloud; where it is not named, of every cloud that has them. */
type Listed = { readonly cloud: string | undefined; readonly regions: ReadonlySet<string> };

const readList = (text: string): Listed => {
  const at = text.indexOf(':');
  const regions = text.slice(at + 1).split(',');
  return {
    cloud: at === -1 ? undefined : text.slice(0, at).trim(),
    regions: new Set(regions.map((region) => region.trim())),
  };
};

const cloudsOf = ({ cloud }: Listed) =>
  clouds.filter(({ name }) => cloud === undefined || cloud === name);

/** What a list names that no cloud has. */
const unknownIn = (list: Listed): readonly string[] => {
  const known = cloudsOf(list);
  return [...list.regions]
    .filter((region) => !known.some(({ regions }) => regions.has(region)))
    .map((region) => (list.cloud === undefined ? region : `${list.cloud}:${region}`));
};

/** Regions as a text names them, and what it names that no cloud has. */
export type ReadRegions = { readonly handled: HandledRegions; readonly unknown: readonly string[] };

/** Reads what `writeRegions` writes. A list without a cloud's name counts for every cloud that has such regions. */
export const readRegions = (text: string): ReadRegions => {
  const lists = text.split(';').map(readList);
  const handled = clouds.map((cloud) => {
    const own = lists.filter((list) => cloudsOf(list).includes(cloud));
    const isListed = (region: string) => own.some(({ regions }) => regions.has(region));
    return [cloud.name, new Set([...cloud.regions.keys()].filter(isListed))] as const;
  });
  return { handled: new Map(handled), unknown: lists.flatMap(unknownIn) };
};
