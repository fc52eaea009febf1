import { goTo, hrefHere, replaceQuery, useRoute } from './route';

/**
 * A parameter of the address as a state.
 * @returns its value (empty when it is not there) and what sets it, in the place of the present address
 */
export const useQueryState = (name: string): readonly [string, (value: string) => void] => {
  const { query } = useRoute();
  // A filter that changes begins at its first page again.
  const set = (value: string): void => replaceQuery({ [name]: value, page: undefined });
  return [query.get(name) ?? '', set];
};

/** A page number in the address; the first is 1 and stands for itself. */
export const usePageNumber = (): readonly [number, (page: number) => void] => {
  const { query } = useRoute();
  const page = Number(query.get('page') ?? '1');
  return [
    Number.isInteger(page) && page > 0 ? page : 1,
    (next) => goTo(hrefHere({ page: next === 1 ? undefined : String(next) })),
  ];
};
