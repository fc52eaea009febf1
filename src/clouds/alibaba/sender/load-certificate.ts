import { RetryableError } from '../../../model/errors.ts';
import { thrownMessage } from '../../../model/thrown-message.ts';

/** The longest that fetching one may take. Milliseconds. */
const patienceMs = 3000;

/** Certificates have some thousand bytes. */
const mostBytes = 16_384;

const notLoaded = (url: string, why: string, cause?: unknown): RetryableError =>
  new RetryableError({
    code: 'CertificateNotLoaded',
    message: `could not fetch the certificate ${url}: ${why}`,
    cause,
  });

const readText = async (url: string, { body }: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw notLoaded(url, `it has more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

/**
 * Fetches a certificate: not longer and not more than one can need, and from nowhere else than where it is said to be.
 * @throws RetryableError `CertificateNotLoaded`
 */
export const loadCertificate = async (url: string): Promise<string> => {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) throw notLoaded(url, `HTTP ${response.status}`);
    return await readText(url, response);
  } catch (error) {
    if (error instanceof RetryableError) throw error;
    throw notLoaded(url, thrownMessage(error), error);
  }
};
