import { catalogue, type Rule } from '../clouds/catalogue.ts';
import { shortNameOf } from '../clouds/short-name.ts';
import { cutText } from '../model/cut-text.ts';
import { InvalidInputError } from '../model/errors.ts';
import { closestTo } from './closest.ts';

/** A wrong name longer than this is compared by its beginning. */
const longestName = 200;

/** Both halves of a short name may be cut: `ecs-i/ecs-d`. */
const fits = (rule: Rule, name: string): boolean => {
  const short = shortNameOf(rule);
  if (short.startsWith(name) || rule.settingName.toLowerCase().startsWith(name)) return true;
  const [primary, associated, ...rest] = name.split('/');
  if (primary === undefined || associated === undefined || rest.length > 0) return false;
  return (
    rule.primary.toLowerCase().startsWith(primary) &&
    rule.associated.toLowerCase().startsWith(associated)
  );
};

/** Short names of the rules that have a name near to a wrong one. */
const closestRules = (name: string): readonly string[] =>
  closestTo(
    name,
    catalogue.flatMap((rule) => [shortNameOf(rule), rule.settingName]),
  ).map(shownRule);

const wrongName = (message: string): InvalidInputError =>
  new InvalidInputError({ code: 'InvalidParameter.SettingName', message });

/**
 * The rule that a person means: its SettingName, its two types, or the beginning of either.
 * @throws InvalidInputError that names the rules it could be, or the closest ones
 */
export const ruleMeant = (text: string): Rule => {
  const name = text.slice(0, longestName).toLowerCase();
  const exact = catalogue.find(
    (rule) => rule.settingName.toLowerCase() === name || shortNameOf(rule) === name,
  );
  if (exact !== undefined) return exact;
  const found = name === '' ? [] : catalogue.filter((rule) => fits(rule, name));
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only;
  throw wrongName(
    only === undefined
      ? `"${cutText(text, longestName)}" is none of the ${catalogue.length} rules. Closest: ${closestRules(name).join(', ')}`
      : `"${text}" could be ${found.map(shortNameOf).join(', ')}; write more of it`,
  );
};

/** A text with the rules in it as they are shown, rather than by their SettingNames. */
export const shortenRules = (text: string): string =>
  text.replace(/rule:[\w-]+:[\w-]+:[\w-]+/g, shownRule);

/** Reads the name of a rule, for an option or argument. @throws InvalidInputError as `ruleMeant` */
export const ruleText = (text: string): string => {
  ruleMeant(text);
  return text;
};

/** Reads names of rules, for an argument that takes several. */
export const ruleTexts = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ruleText(text),
];

/** How a rule named by its SettingName is shown: short where it is one that we know. */
export const shownRule = (settingName: string): string => {
  const rule = catalogue.find((each) => each.settingName === settingName);
  return rule === undefined ? settingName : shortNameOf(rule);
};
