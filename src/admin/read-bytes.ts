import { InvalidInputError } from '../model/errors.ts';

/** Largest body that is taken. Bytes. */
export const mostBodyBytes = 1_048_576;

const tooLarge = (): InvalidInputError =>
  new InvalidInputError({
    code: 'RequestTooLarge',
    message: `the body has more than ${mostBodyBytes} bytes`,
  });

/** Reads a body up to the limit, however it is sent. @throws InvalidInputError `RequestTooLarge` */
export const readBytes = async ({ headers, body }: Request): Promise<Buffer> => {
  if (Number(headers.get('content-length') ?? 0) > mostBodyBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
