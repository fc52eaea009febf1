import { readBytes } from '../admin/read-bytes.ts';
import type { RawRequest } from './signed-request.ts';

/** Reads a request as it came. @throws InvalidInputError `RequestTooLarge` */
export const rawRequestOf = async (request: Request): Promise<RawRequest> => {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    query: search.slice(1),
    header: (name) => request.headers.get(name) ?? undefined,
    headerNames: [...request.headers.keys()],
    body: await readBytes(request),
  };
};
