import type { Wire, WireAnswer, WireHead } from '../../wire.ts';
import { toRoaName } from '../simulator/roa-names.ts';
import { productOf, type WireProduct } from './products.ts';
import type { FoundRoute } from './roa-routes.ts';

type Result = Readonly<Record<string, unknown>>;

const answer = (
  status: number,
  body: unknown,
  { requestId, retryAfterMs }: { readonly requestId: string; readonly retryAfterMs?: number },
): WireAnswer => ({
  status,
  headers: {
    'content-type': 'application/json;charset=utf-8',
    'x-acs-request-id': requestId,
    ...(retryAfterMs === undefined ? {} : { 'x-acs-retry-after': String(retryAfterMs) }),
  },
  body: JSON.stringify(body),
});

/** What ROA's own operations answer has small letters already; the others' gets them. */
const inRoaNames = (result: Result): Result =>
  Object.fromEntries(Object.entries(result).map(([name, value]) => [toRoaName(name), value]));

/** Tells what a call came to. */
export const tellResult = (
  { style }: WireProduct,
  route: FoundRoute | undefined,
  { requestId, result }: { readonly requestId: string; readonly result: Result },
): WireAnswer => {
  const facts = { requestId };
  if (style === 'RPC') return answer(200, { RequestId: requestId, ...result }, facts);
  if (route?.bare !== undefined) return answer(200, result[route.bare], facts);
  const own = route?.requestId === undefined ? {} : { [route.requestId]: requestId };
  return answer(200, { ...own, ...inRoaNames(result) }, facts);
};

const troubleshooting = 'https://api.aliyun.com/troubleshoot';

/** Tells a failure: as RPC products do, or as ACK does. */
export const tellRefusal: Wire['refuse'] = (head: WireHead, error) => {
  const { requestId, host, version } = head;
  const { httpStatus, code, message, retryAfterMs } = error;
  const product = productOf(version);
  const facts = { requestId, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  if (product?.style === 'ROA') {
    return answer(httpStatus, { code, message, requestId, status: httpStatus }, facts);
  }
  const query = new URLSearchParams({
    q: code,
    product: product?.name ?? '',
    requestId,
  });
  return answer(
    httpStatus,
    {
      RequestId: requestId,
      HostId: host,
      Code: code,
      Message: message,
      Recommend: `${troubleshooting}?${query}`,
    },
    facts,
  );
};
