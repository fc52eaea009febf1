/**
 * The associations on which a look may act beyond what the ledger knows of its resource: all of them, or
 * those that something new is known of. Names are ARNs of primaries, whose tags changed or that were
 * associated, and SettingNames. With no names, the look follows and repairs what the ledger knows.
 */
export type Reach = 'all' | readonly string[];

/** True when a look of one reach does what a look of the other would. */
export const covers = (reach: Reach, other: Reach): boolean =>
  reach === 'all' || (other !== 'all' && other.every((name) => reach.includes(name)));

/** The reach of one look that does for two. */
export const joined = (left: Reach, right: Reach): Reach =>
  left === 'all' || right === 'all' ? 'all' : [...new Set([...left, ...right])];

/** A reach as a message carries it; a field that is left out means all. */
export const sentReach = (reach: Reach): { readonly reach?: readonly string[] } =>
  reach === 'all' ? {} : { reach };
