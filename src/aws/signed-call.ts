import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { RetryableError } from '../model/errors.ts';
import { thrownMessage } from '../model/thrown-message.ts';

/** Who a process is on AWS, as any client of the SDK has found out: its `config`. */
export type AwsIdentity = {
  readonly credentials: ConstructorParameters<typeof SignatureV4>[0]['credentials'];
  readonly region: () => Promise<string>;
};

export type SignedCallOptions = {
  readonly identity: () => AwsIdentity;
  /** Answers in the place of AWS; AWS itself unless given. */
  readonly endpoint?: string | undefined;
};

/** One call of a service of AWS in the process's own region. */
export type SignedCall = {
  readonly service: string;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type SignedAnswer = { readonly status: number; readonly body: string };

/** The longest that a call may take. Milliseconds. */
const patienceMs = 5000;

/**
 * Opens what makes single calls of AWS, signed, for services of which a function needs one call: each client
 * would add more to the function than a whole cloud may.
 * @throws RetryableError `Aws.NoAnswer`
 */
export const createSignedCall =
  ({ identity, endpoint }: SignedCallOptions) =>
  async ({ service, headers, body }: SignedCall): Promise<SignedAnswer> => {
    const { credentials, region } = identity();
    const own = await region();
    const url = new URL(endpoint ?? `https://${service}.${own}.amazonaws.com`);
    const signer = new SignatureV4({ service, region: own, credentials, sha256: Sha256 });
    const signed = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: '/',
      query: {},
      headers: { ...headers, host: url.host },
      body,
    });
    // It is sent by itself.
    const { host: _, ...sent } = signed.headers;
    const signal = AbortSignal.timeout(patienceMs);
    try {
      const answer = await fetch(url, { method: 'POST', headers: sent, body, signal });
      return { status: answer.status, body: await answer.text() };
    } catch (cause) {
      throw new RetryableError({
        code: 'Aws.NoAnswer',
        message: `${url.host} did not answer: ${thrownMessage(cause)}`,
        cause,
      });
    }
  };
