import { useRoute } from '../routing/route';
import { useSettled } from './use-settled';

/** Milliseconds without a key before a filter counts. */
const settleMs = 400;

/** Parameters of the address, once nobody types any more. */
export const useSettledQuery = (names: readonly string[]): URLSearchParams => {
  const { query } = useRoute();
  const here = new URLSearchParams(names.map((name) => [name, query.get(name) ?? '']));
  return new URLSearchParams(useSettled(here.toString(), settleMs));
};

/** Those parameters that say something, name → text. */
export const textsOf = (
  query: URLSearchParams,
  names: readonly string[],
): { readonly [name: string]: string } =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = query.get(name) ?? '';
      return text === '' ? [] : [[name, text]];
    }),
  );
