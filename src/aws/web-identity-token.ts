import { type ErrorInfo, RetryableError, TerminalError } from '../model/errors.ts';
import type { SignedAnswer, SignedCall } from './signed-call.ts';

/** What tokens are like: signed as every issuer can, and short, for they are exchanged at once. */
export const tokenFacts = { algorithm: 'RS256', seconds: 300 } as const;

const inXml = (text: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];

/** Only throttles and faults of AWS pass by themselves; all else waits for whoever sets the stage up. */
const failure = (audience: string, { status, body }: SignedAnswer) => {
  const code = inXml(body, 'Code') ?? `Http${status}`;
  const info: ErrorInfo = {
    code: `Aws.${code}`,
    message: `could not get a web identity token for ${audience}: ${code}: ${inXml(body, 'Message') ?? `HTTP ${status}`}`,
  };
  return status >= 500 || /Throttl/.test(code) ? new RetryableError(info) : new TerminalError(info);
};

/**
 * Asks STS for a token that says who this process is, to be shown to others than AWS.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html
 */
export const webIdentityToken = async (
  call: (request: SignedCall) => Promise<SignedAnswer>,
  audience: string,
): Promise<string> => {
  const answer = await call({
    service: 'sts',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      Action: 'GetWebIdentityToken',
      Version: '2011-06-15',
      'Audience.member.1': audience,
      SigningAlgorithm: tokenFacts.algorithm,
      DurationSeconds: String(tokenFacts.seconds),
    }).toString(),
  });
  const token = answer.status === 200 ? inXml(answer.body, 'WebIdentityToken') : undefined;
  if (token === undefined) throw failure(audience, answer);
  return token;
};
