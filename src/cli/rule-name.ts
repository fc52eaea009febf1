import { distance } from 'fastest-levenshtein';
import { InvalidInputError } from '../model/errors.ts';
import { catalogue, type Rule } from '../rules/catalogue.ts';

/** A rule by its two types: `ecs-instance/ecs-disk`. */
export const shortNameOf = ({
  primary,
  associated,
}: Pick<Rule, 'primary' | 'associated'>): string => `${primary}/${associated}`.toLowerCase();

/** Names that lie near to a wrong one, and how many of them are told. */
const mostClosest = 3;

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

const closestTo = (name: string): readonly string[] =>
  catalogue
    .map((rule) => {
      const short = shortNameOf(rule);
      const edits = Math.min(distance(name, short), distance(name, rule.settingName.toLowerCase()));
      return { short, edits };
    })
    .sort((left, right) => left.edits - right.edits)
    .slice(0, mostClosest)
    .map(({ short }) => short);

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
      ? `"${text.slice(0, longestName)}" is none of the ${catalogue.length} rules. Closest: ${closestTo(name).join(', ')}`
      : `"${text}" could be ${found.map(shortNameOf).join(', ')}; write more of it`,
  );
};

/** How a rule named by its SettingName is shown: short where it is one that we know. */
export const shownRule = (settingName: string): string => {
  const rule = catalogue.find((each) => each.settingName === settingName);
  return rule === undefined ? settingName : shortNameOf(rule);
};
