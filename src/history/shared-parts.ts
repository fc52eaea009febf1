import * as z from 'zod/mini';
import type { Arn } from '../clouds/arn.ts';
import { arnText } from '../clouds/arn-text.ts';
import { findRule, type SettingName } from '../clouds/catalogue.ts';
import { settingNameText } from '../clouds/setting-name-text.ts';
import type { Cause } from '../model/cause.ts';
import { TerminalError } from '../model/errors.ts';
import { count, text } from '../model/fields.ts';

/**
 * What entries and lines of one item have in common, stored once and referred to by its number: what
 * a tag came from is longer than the tag, and each started kB of a write is paid for.
 */
export type SharedParts = {
  readonly causes: readonly Cause[];
  readonly rules: readonly SettingName[];
  readonly primaries: readonly Arn[];
};

/** Takes the number of a part, or the part itself, as in items from before parts were shared. */
const orNumber = <T extends z.ZodMiniType>(part: T) => z.union([count, part]);

const cause = z.object({
  eventId: text,
  eventName: text,
  eventTime: text,
  principal: text,
});

/** Shapes of what an item stores. */
export const stored = {
  cause: orNumber(cause),
  rule: orNumber(settingNameText),
  primary: orNumber(arnText),
  shared: z._default(
    z.object({
      causes: z.array(cause),
      rules: z.array(settingNameText),
      primaries: z.array(arnText),
    }),
    { causes: [], rules: [], primaries: [] },
  ),
} as const;

const createNumbers = <T>(nameOf: (part: T) => string) => {
  const numbers = new Map<string, number>();
  const parts: T[] = [];
  return {
    parts,
    numberOf: (part: T): number => {
      const name = nameOf(part);
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, parts.length);
      return parts.push(part) - 1;
    },
  };
};

/** Gives parts their numbers while an item is written. */
export type Sharing = {
  readonly cause: (cause: Cause) => number;
  readonly rule: (rule: SettingName) => number;
  readonly primary: (primary: Arn) => number;
  /** All that have got a number so far. */
  readonly parts: SharedParts;
};

/** Starts an item without parts. */
export const startSharing = (): Sharing => {
  const causes = createNumbers<Cause>(({ eventId, eventName, eventTime, principal }) =>
    JSON.stringify([eventId, eventName, eventTime, principal]),
  );
  const rules = createNumbers<SettingName>((name) => name);
  const primaries = createNumbers<Arn>((arn) => arn);
  return {
    cause: causes.numberOf,
    rule: rules.numberOf,
    primary: primaries.numberOf,
    parts: { causes: causes.parts, rules: rules.parts, primaries: primaries.parts },
  };
};

/** Finds the parts that an item refers to. */
export type SharedReader = {
  readonly cause: (part: Cause | number) => Cause;
  readonly rule: (part: SettingName | number) => SettingName;
  readonly primary: (part: Arn | number) => Arn;
};

/**
 * Reads the parts of an item.
 * @param item as a message names it
 * @throws TerminalError `MissingPart`, from each function, when the item has no part of that number
 */
export const readShared = (parts: SharedParts, item: string): SharedReader => {
  const find =
    <T>(name: keyof SharedParts, list: readonly T[]) =>
    (part: T | number): T => {
      if (typeof part !== 'number') return part;
      const found = list[part];
      if (found !== undefined) return found;
      throw new TerminalError({
        code: 'MissingPart',
        message: `${item} cannot be read: it refers to number ${part} of its ${name}, of which it has ${list.length}`,
      });
    };
  // The catalogue's own texts: each look compares each entry's with them, which is quicker for a text and itself.
  const rules = parts.rules.map((name) => findRule(name)?.settingName ?? name);
  return {
    cause: find('causes', parts.causes),
    rule: find('rules', rules),
    primary: find('primaries', parts.primaries),
  };
};
