import type { ResourceFilter } from '../../data/resources';
import { textsOf } from '../../ui/use-settled-query';

/** Parameters of the address that narrow the list. */
export const filterNames = ['text', 'id', 'type', 'rule', 'primary', 'key', 'origin'] as const;

type Origin = NonNullable<ResourceFilter['origin']>;

/** What is asked of a key, or of any. */
export const origins: readonly { readonly value: Origin; readonly label: string }[] = [
  { value: 'inherited', label: 'Inherited' },
  { value: 'displaced', label: 'Took the place of another value' },
  { value: 'contested', label: 'Contested' },
  { value: 'refused', label: 'Refused' },
  { value: 'own', label: 'Own' },
  { value: 'absent', label: 'Absent (name the key)' },
];

type Types = readonly NonNullable<ResourceFilter['type']>[];

/** @param query of the address, as far as it narrows the list @param types that there are */
export const filterOf = (query: URLSearchParams, types: Types): ResourceFilter => {
  const type = types.find((each) => each === query.get('type'));
  const origin = origins.find(({ value }) => value === query.get('origin'))?.value;
  const texts = ['text', 'id', 'rule', 'primary', 'key'] as const;
  return {
    ...textsOf(query, texts),
    ...(type === undefined ? {} : { type }),
    // Of no key there is nothing to be absent.
    ...(origin === undefined || (origin === 'absent' && !query.get('key')) ? {} : { origin }),
  };
};
