import createClient from 'openapi-fetch';
import { failureOf, unreachable } from './failure';
import { noteAnswer } from './read-only';
import type { paths } from './schema';

/** The API at the page's own origin; a call that is refused throws an `ApiFailure`. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' });

api.use({
  onResponse: async ({ request, response }) => {
    noteAnswer(response.headers);
    if (!response.ok) throw await failureOf(request, response);
  },
  onError: ({ request, error }) =>
    error instanceof DOMException && error.name === 'AbortError'
      ? error
      : unreachable(request, error),
});

/** What a call answered. @throws when it answered nothing, which none of them does */
export const bodyOf = <Data>({ data }: { readonly data?: Data | undefined }): Data => {
  if (data === undefined) throw new Error('the answer has no body');
  return data;
};
