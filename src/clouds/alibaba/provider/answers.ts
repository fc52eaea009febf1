import { RetryableError } from '../../../model/errors.ts';
import type { Tags } from '../../../model/tags.ts';
import { type Fields, isFields, textOf } from '../../shapes.ts';

const unreadable = (what: string): RetryableError =>
  new RetryableError({ code: 'UnreadableAnswer', message: `an answer cannot be read: ${what}` });

/** What stands at a path; undefined where it ends early, as products leave out what is empty. */
const valueAt = (answer: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, name) => (isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    answer,
  );

/** A text or number of an object. */
export const textAt = (answer: unknown, ...path: readonly string[]): string | undefined =>
  textOf(valueAt(answer, path));

/** A number; undefined for anything else. */
export const numberAt = (answer: unknown, ...path: readonly string[]): number | undefined => {
  const number = Number(textAt(answer, ...path));
  return Number.isFinite(number) ? number : undefined;
};

/**
 * The objects of a list; none where the list is left out.
 * @throws RetryableError when something else stands there: nothing may be concluded from such an answer
 */
export const itemsAt = (answer: unknown, ...path: readonly string[]): readonly Fields[] => {
  const list = valueAt(answer, path) ?? [];
  if (!Array.isArray(list)) throw unreadable(`${path.join('.') || 'it'} is no list`);
  const items: readonly unknown[] = list;
  if (!items.every(isFields)) throw unreadable(`${path.join('.') || 'it'} holds no objects`);
  return items;
};

/** The one list of an object, whatever it is called: `Tags.Tag`, `Tags.TagVO`. */
const onlyListOf = (value: unknown): unknown =>
  isFields(value) ? (Object.values(value).find(Array.isArray) ?? []) : (value ?? []);

/** Each product spells them in its own way, some in several. */
const spellings = [
  ['TagKey', 'TagValue'],
  ['Key', 'Value'],
  ['key', 'value'],
] as const;

const readTag = (tag: Fields): readonly [string, string] => {
  const [key, value] = spellings.find(([name]) => Object.hasOwn(tag, name)) ?? spellings[0];
  const name = textOf(tag[key]);
  if (name === undefined) throw unreadable(`a tag without a key: ${JSON.stringify(tag)}`);
  return [name, textOf(tag[value]) ?? ''];
};

/** The tags of a resource, however its product writes them. @throws RetryableError for what are none */
export const tagsOf = (resource: Fields): Tags => {
  const tags = onlyListOf(resource.Tags ?? resource.tags);
  return new Map(itemsAt(tags).map(readTag));
};
