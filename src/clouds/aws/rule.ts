import type { AssociationCall, Notice } from './calls.ts';
import type { ResourceType } from './resource-types.ts';

/** One catalogue entry: what flows from which primary type to which associated type, and when. */
export type RuleShape = {
  /** The rule's name: `rule:<triggers>:<primary type>:<associated type>`. */
  readonly settingName: `rule:${string}`;
  readonly primary: ResourceType;
  readonly associated: ResourceType;
  /** The API calls that make, end or change the association: those that only a trail tells. Tag calls follow from the two types. */
  readonly calls: readonly AssociationCall[];
  /** What tells of it without a trail. */
  readonly notices: readonly Notice[];
  /** True when the inherited tags go when the association ends. */
  readonly removesOnDetach: boolean;
  readonly supportsExisting: boolean;
  /** Who wins when several primaries offer a key: the direct holder (0) before what is around it (1). */
  readonly rank: 0 | 1;
  /** What works where there is no trail, in a sentence for the documentation. */
  readonly withoutTrail: string;
};

/**
 * Declares a catalogue entry. A SettingName that does not end in the entry's own two types, an
 * unknown type, an unknown call and an unknown notice are compile errors.
 */
export const defineRule = <const R extends RuleShape>(
  rule: R & { readonly settingName: `rule:${string}:${R['primary']}:${R['associated']}` },
): R => rule;
