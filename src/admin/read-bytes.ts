import { InvalidInputError } from '../model/errors.ts';

/** Largest body that is taken. Bytes. */
export const mostBodyBytes = 1_048_576;

const tooLarge = (most: number): InvalidInputError =>
  new InvalidInputError({
    code: 'RequestTooLarge',
    message: `the body has more than ${most} bytes`,
  });

/** Reads a body up to a limit, however it is sent. @throws InvalidInputError `RequestTooLarge` */
export const readBytes = async (
  { headers, body }: Pick<Request, 'headers' | 'body'>,
  most = mostBodyBytes,
): Promise<Buffer> => {
  if (Number(headers.get('content-length') ?? 0) > most) throw tooLarge(most);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most) throw tooLarge(most);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
