import { fc } from '../../properties.ts';

/** One thing that is done to a JSON value, somewhere in it. */
export type Mutation = {
  readonly kind: 'drop' | 'replace' | 'add' | 'double' | 'rename';
  /** Which of its fields, counted round and round. */
  readonly place: number;
  readonly name: string;
  readonly value: unknown;
};

type Container = Record<string, unknown>;

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null;

const nested = (levels: number): unknown => {
  let value: unknown = 'deep';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const manyTags = (count: number): unknown =>
  Array.from({ length: count }, (_, n) => ({ Key: `k${n}`, Value: `v${n}` }));

const flatTags = (count: number): unknown =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`Tag.${n + 1}.Key`, `k${n}`]));

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', '\ud800'];

/** A field of the object itself, whatever its name is. */
const define = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
};

const polluting = (): object => {
  const value = {};
  define(value, '__proto__', { polluted: 'yes' });
  return value;
};

/** Values that nobody should send. */
export const anyJunk = (known: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known) },
    {
      weight: 6,
      arbitrary: fc.constantFrom<unknown>(
        ...[null, true, 0, -1, 1e308, 7.5, '', ' ', '\u0000', '\ud800', 'a\udc00b', [], {}],
        ...['__proto__', 'constructor', '*', '../..', 'arn:acs:ecs:cn-hangzhou:1:instance/'],
      ),
    },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    { weight: 1, arbitrary: fc.jsonValue() },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom<() => unknown>(
          () => 'x'.repeat(200_000),
          () => nested(60),
          () => nested(1000),
          () => manyTags(10_000),
          () => flatTags(10_000),
          polluting,
        )
        .map((make) => make()),
    },
  );

export const anyMutation = (known: readonly string[]): fc.Arbitrary<Mutation> =>
  fc.record({
    kind: fc.constantFrom('drop', 'replace', 'replace', 'replace', 'add', 'double', 'rename'),
    place: fc.nat(),
    name: fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 })),
    value: anyJunk(known),
  });

const fieldsIn = (
  value: unknown,
): readonly { readonly owner: Container; readonly key: string }[] =>
  isContainer(value)
    ? Object.keys(value).flatMap((key) => [{ owner: value, key }, ...fieldsIn(value[key])])
    : [];

const mutate = (root: Container, { kind, place, name, value }: Mutation): void => {
  const fields = fieldsIn(root);
  const field = fields[place % fields.length];
  if (field === undefined) return;
  const { owner, key } = field;
  const old = owner[key];
  if (kind === 'replace') define(owner, key, value);
  if (kind === 'drop') Reflect.deleteProperty(owner, key);
  if (kind === 'add') define(owner, name, value);
  if (kind === 'double') define(owner, key, [old, old]);
  if (kind === 'rename') {
    Reflect.deleteProperty(owner, key);
    define(owner, name, old);
  }
};

/** Does things to a copy of a value. */
export const mutated = (value: unknown, mutations: readonly Mutation[]): unknown => {
  const root: Container = { value: structuredClone(value) };
  // What a mutation put in may be too deep to be walked through for the next one.
  for (const mutation of mutations.slice(0, -1)) {
    if (JSON.stringify(mutation.value)?.length < 1000) mutate(root, mutation);
  }
  const last = mutations.at(-1);
  if (last !== undefined) mutate(root, last);
  return root.value;
};

/** How a text becomes bytes: as it is, cut off, or with bytes in it that are no UTF-8. */
export const anyBytesOf = (text: string): fc.Arbitrary<Uint8Array<ArrayBuffer>> => {
  const bytes = new TextEncoder().encode(text);
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(bytes) },
    { weight: 1, arbitrary: fc.nat(bytes.length).map((end) => bytes.slice(0, end)) },
    {
      weight: 1,
      arbitrary: fc
        .nat(bytes.length)
        .map((at) => new Uint8Array([...bytes.slice(0, at), 0xc3, 0x28, ...bytes.slice(at)])),
    },
  );
};
