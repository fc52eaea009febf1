import type { Cloud, TypeFacts } from '../cloud.ts';
import { arns } from './arn.ts';
import { endsAssociations, isTagCallOf, namesWhatItMakes } from './calls.ts';
import { rules } from './catalogue.ts';
import { supportedRegions } from './regions.ts';
import {
  allResourceTypes,
  isResourceType,
  type ResourceType,
  resourceTypes,
} from './resource-types.ts';
import { tagRules } from './tag-keys.ts';

/** The same for all types. Source: "Tag naming limits and requirements". */
const tagLimits = { maxTags: 50, longestKey: 128, longestValue: 256 } as const;

/** EC2 gives its ids itself, eight digits before 2016, and seventeen since. Source: EC2 user guide, "Resource IDs". */
const ownIdsOf = (type: ResourceType): RegExp | undefined => {
  const { idStart } = resourceTypes[type];
  return idStart === undefined ? undefined : new RegExp(`^${idStart}([0-9a-f]{8}|[0-9a-f]{17})$`);
};

const factsOf = (type: ResourceType): TypeFacts => ({
  shortName: resourceTypes[type].arnStart.slice(0, -1),
  ownIds: ownIdsOf(type),
  ...tagLimits,
});

/** Amazon Web Services. */
export const aws: Cloud = {
  name: 'aws',
  hasAccount: (accountId) => /^\d{12}$/.test(accountId),
  arns,
  resourceTypes: new Map(allResourceTypes.map((type) => [type, factsOf(type)])),
  tagRules,
  calls: {
    isTagCallOf: (type, eventName) => isResourceType(type) && isTagCallOf(type, eventName),
    endsAssociations,
    namesWhatItMakes,
  },
  rules,
  hasSimulator: false,
  regions: supportedRegions,
};
