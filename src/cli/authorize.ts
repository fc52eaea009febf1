import { InvalidInputError } from '../model/errors.ts';
import { gatewayRegion } from './gateway.ts';
import type { Authorize } from './http.ts';

/** What there is to show who calls. */
export type Identity = {
  readonly sign?: true | undefined;
  readonly token?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
};

/** The signer takes long to load, and most calls are not signed. */
const signing = (endpoint: URL, { region, profile }: Identity): Authorize => {
  let signer: Promise<Authorize> | undefined;
  const load = async (): Promise<Authorize> => {
    const { createSigner } = await import('./signer.ts');
    return createSigner({ endpoint, region, profile });
  };
  return async (request) => {
    signer ??= load();
    return (await signer)(request);
  };
};

/** Calls are signed where they are asked to be, and where API Gateway answers: at deployed stages. */
export const isSigned = (endpoint: URL, { sign }: Pick<Identity, 'sign'>): boolean =>
  sign === true || gatewayRegion(endpoint) !== undefined;

const loopbackHost = /^(?:127(?:\.\d+){3}|\[::1\]|(?:.+\.)?localhost)$/;

/** Whoever listens on the way over plain http has the token, or may send the signed call himself. */
const checkWay = ({ protocol, hostname, host }: URL): void => {
  if (protocol === 'https:' || loopbackHost.test(hostname)) return;
  throw new InvalidInputError({
    code: 'InsecureEndpoint',
    message: `credentials are not sent to ${host} over plain http, where others can read them: use https`,
  });
};

/** The error of a header that cannot be sent would tell it. */
const checkToken = (token: string): void => {
  if (/^[\x21-\x7e]+$/.test(token)) return;
  throw new InvalidInputError({
    code: 'InvalidToken',
    message:
      'the token (--token, HEIRTAG_TOKEN) is empty or holds spaces, line ends or letters outside ASCII; is all of it the token?',
  });
};

/**
 * How calls to an endpoint show who calls: API Gateway wants a signature, a local runner perhaps a token.
 * @throws InvalidInputError when a call cannot have both, or the way there is open to others
 */
export const authorizeFor = (endpoint: URL, identity: Identity): Authorize => {
  const { token } = identity;
  if (isSigned(endpoint, identity)) {
    if (token === undefined) {
      checkWay(endpoint);
      return signing(endpoint, identity);
    }
    throw new InvalidInputError({
      code: 'WrongUsage',
      message: `calls to ${endpoint.host} are signed: leave --token and HEIRTAG_TOKEN out`,
    });
  }
  if (token === undefined) return async ({ headers }) => headers;
  checkWay(endpoint);
  checkToken(token);
  return async ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` });
};
