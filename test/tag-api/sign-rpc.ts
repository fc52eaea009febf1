import { createHmac } from 'node:crypto';

/** Written anew, so that tests do not check the code with itself. */
const encode = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('!', '%21')
    .replaceAll("'", '%27')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replaceAll('*', '%2A');

/** Signs parameters with HMAC-SHA1, which they say unless they say otherwise. @returns them as a query or form, signature included */
export const signRpc = (
  parameters: ReadonlyMap<string, string>,
  secret: string,
  method: 'GET' | 'POST' = 'GET',
): string => {
  const canonical = [
    ...new Map([['SignatureMethod', 'HMAC-SHA1'], ['SignatureVersion', '1.0'], ...parameters]),
  ]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  const signature = createHmac('sha1', `${secret}&`)
    .update(`${method}&%2F&${encode(canonical)}`)
    .digest('base64');
  return `${canonical}&Signature=${encode(signature)}`;
};
