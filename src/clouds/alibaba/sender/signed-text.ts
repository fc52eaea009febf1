import type { Delivery } from '../../event-sender.ts';

/** The headers that are signed, in this order. */
export const signedHeaders = {
  timestamp: 'x-eventbridge-signature-timestamp',
  method: 'x-eventbridge-hash-method',
  version: 'x-eventbridge-signature-version',
  url: 'x-eventbridge-signature-url',
  token: 'x-eventbridge-signature-token',
} as const;

export const signatureHeader = 'x-eventbridge-signature-v2';

/**
 * The texts that a signature may be over: the address, the headers and the body, a line each. Whether a line
 * ends after the body is told in two ways, and at which of its addresses a server was called it does not know.
 * @see https://www.alibabacloud.com/help/en/eventbridge/user-guide/signature-algorithm
 */
export const signedTexts = ({ urls, header, body }: Delivery): readonly Buffer[] => {
  const headers = Object.values(signedHeaders).map((name) => `${name}: ${header(name) ?? ''}`);
  return urls.flatMap((url) => {
    const text = Buffer.concat([Buffer.from(`${[url, ...headers].join('\n')}\n`), body]);
    return [Buffer.concat([text, Buffer.from('\n')]), text];
  });
};
