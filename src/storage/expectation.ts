import { toAttributes } from './attributes.ts';
import { writeIdAttribute } from './schema.ts';

/** What must be true of the stored item for a write to happen. */
export type Expectation =
  | { readonly kind: 'any' }
  | { readonly kind: 'absent' }
  /** The item's `version` is this one. */
  | { readonly kind: 'version'; readonly version: number }
  /** The item's `version` is this one or an earlier one, or there is no item. */
  | { readonly kind: 'versionAtMost'; readonly version: number };

/** What must be true for a deletion: repeated, it must hold where nothing is stored any more. */
export type DeleteExpectation = Extract<
  Expectation,
  { readonly kind: 'any' } | { readonly kind: 'versionAtMost' }
>;

const textOf = (kind: Exclude<Expectation['kind'], 'any'>): string => {
  switch (kind) {
    case 'absent':
      return 'attribute_not_exists(pk)';
    case 'version':
      return '#version = :version';
    case 'versionAtMost':
      return 'attribute_not_exists(pk) OR #version <= :version';
  }
};

/**
 * The condition of a write. It holds, too, when what is stored is this very write: the client repeats
 * a call whose answer was lost, and must not take its own work for somebody else's.
 * @param writeId stands in the item once it is written; a deletion has none
 */
export const conditionOf = (expectation: Expectation, writeId?: string) => {
  if (expectation.kind === 'any') return {};
  const parts = [
    ...('version' in expectation ? [{ name: 'version', value: expectation.version }] : []),
    ...(writeId === undefined ? [] : [{ name: writeIdAttribute, value: writeId }]),
  ];
  const isMet = textOf(expectation.kind);
  const isOwn = `#${writeIdAttribute} = :${writeIdAttribute}`;
  return {
    ConditionExpression: writeId === undefined ? isMet : [isMet, isOwn].join(' OR '),
    ExpressionAttributeNames: Object.fromEntries(parts.map(({ name }) => [`#${name}`, name])),
    ExpressionAttributeValues: toAttributes(
      Object.fromEntries(parts.map(({ name, value }) => [`:${name}`, value])),
    ),
  };
};
