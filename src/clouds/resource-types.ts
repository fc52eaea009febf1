export {
  allResourceTypes,
  isResourceType,
  type Product,
  type ResourceType,
  resourceTypes,
} from './alibaba/resource-types.ts';
