import type { ResourceType } from './cloud.ts';
import { cloudOfType } from './resource-types.ts';

/** True for the event of a call that writes tags of resources of this type. */
export const isTagCallOf = (type: ResourceType, eventName: string): boolean =>
  cloudOfType(type).calls.isTagCallOf(type, eventName);

/** True for calls that let associations of such resources end and make none. */
export const endsAssociations = (type: ResourceType, eventName: string): boolean =>
  cloudOfType(type).calls.endsAssociations(eventName);

/** True for calls on a primary whose events name what they associate: its other heirs were there before. */
export const namesWhatItMakes = (primary: ResourceType, eventName: string): boolean =>
  cloudOfType(primary).calls.namesWhatItMakes(eventName);
