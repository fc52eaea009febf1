import { allResourceTypes, type ResourceType, resourceTypes } from '../resource-types.ts';

/** Products under further names: ARNs and trails do not agree on them. */
const otherProducts: { readonly [Type in ResourceType]?: readonly string[] } = {
  'Slb-Instance': ['clb'],
  'Kafka-Instance': ['kafka'],
  'Kafka-Topic': ['kafka'],
  'Kafka-ConsumerGroup': ['kafka'],
};

/** Types under names that stand nowhere else. */
const otherNames: { readonly [Type in ResourceType]?: readonly string[] } = {
  'Vpc-Natgateway': ['nat'],
  'Kafka-ConsumerGroup': ['group', 'consumer'],
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const lastOf = (trailType: string): string => trailType.split('::').at(-1) ?? '';
const productOf = (trailType: string): string => trailType.split('::').at(-2) ?? '';

const namesOf = (type: ResourceType): readonly string[] => {
  const { arnType, tagType, trailTypes } = resourceTypes[type];
  return [arnType, tagType, ...trailTypes.map(lastOf), ...(otherNames[type] ?? [])].map(plain);
};

const productsOf = (type: ResourceType): readonly string[] => {
  const { product, trailTypes } = resourceTypes[type];
  return [product, ...trailTypes.map(productOf), ...(otherProducts[type] ?? [])].map(plain);
};

const typesByName: ReadonlyMap<string, ReadonlySet<ResourceType>> = (() => {
  const types = new Map<string, Set<ResourceType>>();
  const add = (key: string, type: ResourceType) =>
    types.set(key, (types.get(key) ?? new Set()).add(type));
  for (const type of allResourceTypes) {
    for (const name of namesOf(type)) {
      add(name, type);
      for (const product of productsOf(type)) add(`${product}:${name}`, type);
    }
  }
  return types;
})();

const only = (types: ReadonlySet<ResourceType> | undefined): ResourceType | undefined => {
  const [type, ...others] = types ?? [];
  return others.length === 0 ? type : undefined;
};

/**
 * The resource type of a name as trails, ARNs and tag calls spell it: `ACS::ECS::NetworkInterface`,
 * `eni`, `LoadBalancer`. Without a product it is one of the service's types, else the only one that has
 * this name.
 */
export const typeNamed = (name: string, service: string): ResourceType | undefined => {
  const parts = name.split('::');
  const last = plain(parts.at(-1) ?? '');
  const product = parts.at(-2);
  return product === undefined
    ? (only(typesByName.get(`${plain(service)}:${last}`)) ?? only(typesByName.get(last)))
    : only(typesByName.get(`${plain(product)}:${last}`));
};
