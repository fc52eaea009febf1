/** Names that differ in more than their spelling. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['tags', 'Tag'],
  ['resource_ids', 'ResourceId'],
  ['tag_keys', 'TagKey'],
]);

/** ACK's own tool writes `cluster_id` for `ClusterId`. */
export const fromRoaName = (name: string): string =>
  renamed.get(name) ??
  name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const renameKeys = (value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      fromRoaName(name),
      Array.isArray(item)
        ? item.map((each: unknown) => (isObject(each) ? renameKeys(each) : each))
        : item,
    ]),
  );

/**
 * ACK's API is of the ROA style: `cluster_id`, `count`, `tags: [{key, value}]`. Turns its names into
 * those of all other products; names that are of that form already stay.
 */
export const fromRoaNames = (parameters: unknown): unknown =>
  isObject(parameters) ? renameKeys(parameters) : parameters;

const own: ReadonlyMap<string, string> = new Map(
  [...renamed].map(([roaName, name]) => [name, roaName]),
);

/** `ClusterId` as ACK writes it: `cluster_id`. Names in small letters stay. */
export const toRoaName = (name: string): string =>
  own.get(name) ??
  name.replaceAll(/(?<=[a-z0-9])[A-Z]|^[A-Z]/g, (letter, at: number) =>
    at === 0 ? letter.toLowerCase() : `_${letter.toLowerCase()}`,
  );
