import type { AssociationCall } from './calls.ts';
import type { ResourceType } from './resource-types.ts';

/**
 * One catalogue entry: what flows from which primary type to which associated type, and when.
 * Source of all facts: the product page's table of supported resources.
 */
export type RuleShape = {
  /** The rule's name, letter for letter: `rule:<triggers>:<primary type>:<associated type>`. */
  readonly settingName: `rule:${string}`;
  readonly primary: ResourceType;
  readonly associated: ResourceType;
  /** The API calls that make, end or change the association. Tag calls follow from the two types. */
  readonly calls: readonly AssociationCall[];
  /** True when the page says the inherited tags go when the association ends. */
  readonly removesOnDetach: boolean;
  /** The page's column "Supports applying to existing resources". */
  readonly supportsExisting: boolean;
  /** Who wins when several primaries offer a key: the direct holder (0) before the cluster around it (1). */
  readonly rank: 0 | 1;
};

/**
 * Declares a catalogue entry. A SettingName that does not end in the entry's own two types, an
 * unknown type and an unknown call are compile errors.
 */
export const defineRule = <const R extends RuleShape>(
  rule: R & { readonly settingName: `rule:${string}:${R['primary']}:${R['associated']}` },
): R => rule;
