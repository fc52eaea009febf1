import { cutText } from '../model/cut-text.ts';
import { isAcs3, readAcs3Request } from './acs3-request.ts';
import { readRpcRequest } from './rpc-request.ts';
import type { RawRequest, SignedRequest } from './signed-request.ts';
import { invalid, TagApiError } from './tag-api-error.ts';

/** Version of the API that is spoken here. */
export const apiVersion = '2018-08-28';

/** Longest query. Bytes; more than a node or gateway lets through by default. */
const longestQuery = 131_072;

/**
 * Reads a request of either protocol.
 * @throws TagApiError
 */
export const readRequest = (raw: RawRequest): SignedRequest => {
  if (raw.method !== 'GET' && raw.method !== 'POST') {
    throw new TagApiError(
      405,
      'UnsupportedHTTPMethod',
      `This http method is not supported: ${raw.method}; expected GET or POST.`,
    );
  }
  if (raw.query.length > longestQuery) {
    throw new TagApiError(
      413,
      'RequestTooLarge',
      `The query has ${raw.query.length} bytes; at most ${longestQuery} are taken. Send a form body instead, or less at once.`,
    );
  }
  const request = isAcs3(raw) ? readAcs3Request(raw) : readRpcRequest(raw);
  if (request.version !== apiVersion) {
    throw invalid('Version', `"${cutText(request.version, 40)}"; expected ${apiVersion}`);
  }
  return request;
};
