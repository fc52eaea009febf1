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

const factsOf = (type: ResourceType): TypeFacts => ({
  shortName: resourceTypes[type].arnStart.slice(0, -1),
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
