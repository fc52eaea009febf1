import { useSyncExternalStore } from 'react';

/** Where the page is: everything that a link must bring back stands in it. */
export type Route = {
  /** Decoded parts of the path: `['rules', 'rule:…']`; empty for the overview. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
};

/** What a link changes of the query; undefined and empty texts leave a parameter out. */
export type QueryChange = Readonly<Record<string, string | undefined>>;

/** Parameters that stay from view to view. */
const lasting = ['account'];

/** Reads the part of an address after the `#`. */
export const parseRoute = (hash: string): Route => {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  return {
    parts: path
      .split('/')
      .filter((part) => part !== '')
      .map(decodePart),
    query: new URLSearchParams(query),
  };
};

const decodePart = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

const withChange = (query: URLSearchParams, change: QueryChange): URLSearchParams => {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
};

const textOf = (parts: readonly string[], query: URLSearchParams): string => {
  const path = parts.map((part) => encodeURIComponent(part).replaceAll('%3A', ':')).join('/');
  const text = query.toString();
  return `#/${path}${text === '' ? '' : `?${text}`}`;
};

/** Address of a view, with what lasts of the present one. */
export const hrefOf = (parts: readonly string[], change: QueryChange = {}): string => {
  const { query } = parseRoute(location.hash);
  const kept = new URLSearchParams([...query].filter(([name]) => lasting.includes(name)));
  return textOf(parts, withChange(kept, change));
};

/** Address of the present view with another query. */
export const hrefHere = (change: QueryChange): string => {
  const { parts, query } = parseRoute(location.hash);
  return textOf(parts, withChange(query, change));
};

/** Goes to an address; the back button comes back. */
export const goTo = (href: string): void => {
  location.hash = href;
};

/** Changes the present address in its place, as while somebody types. */
export const replaceQuery = (change: QueryChange): void => {
  history.replaceState(history.state, '', hrefHere(change));
  dispatchEvent(new HashChangeEvent('hashchange'));
};

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** The address's part after the `#`, as it changes. */
export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash);

/** Where the page is. */
export const useRoute = (): Route => parseRoute(useHash());
