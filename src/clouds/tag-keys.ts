import type { ResourceType, TagRules } from './cloud.ts';
import { cloudOfType } from './resource-types.ts';

export type { TagRules } from './cloud.ts';

/** What the cloud of a type says of tags. */
export const tagRulesOf = (type: ResourceType): TagRules => cloudOfType(type).tagRules;
