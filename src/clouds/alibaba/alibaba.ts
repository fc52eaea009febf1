import type { Cloud, TypeFacts } from '../cloud.ts';
import { arns } from './arn.ts';
import { endsAssociations, isTagCallOf, namesWhatItMakes } from './calls.ts';
import { catalogue } from './catalogue.ts';
import { supportedRegions } from './regions.ts';
import {
  allResourceTypes,
  isResourceType,
  type ResourceType,
  resourceTypes,
} from './resource-types.ts';
import { tagRules } from './tag-keys.ts';

/** The same for all types. Source: Tag, "Limits". */
const tagLimits = { maxTags: 20, longestKey: 128, longestValue: 128 } as const;

const factsOf = (type: ResourceType): TypeFacts => ({
  shortName: resourceTypes[type].arnType,
  ...tagLimits,
});

/** Alibaba Cloud: 17 rules, which are those of its product "associated tag inheritance". */
export const alibaba: Cloud = {
  name: 'alibaba',
  hasAccount: (accountId) => /^\d{16}$/.test(accountId),
  arns,
  resourceTypes: new Map(allResourceTypes.map((type) => [type, factsOf(type)])),
  tagRules,
  calls: {
    isTagCallOf: (type, eventName) => isResourceType(type) && isTagCallOf(type, eventName),
    endsAssociations,
    namesWhatItMakes,
  },
  rules: catalogue,
  hasSimulator: true,
  regions: supportedRegions,
};
