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

/**
 * How calls to an endpoint show who calls: API Gateway wants a signature, a local runner perhaps a token.
 * @throws InvalidInputError when a call cannot have both
 */
export const authorizeFor = (endpoint: URL, identity: Identity): Authorize => {
  const { sign, token } = identity;
  if (sign === true || gatewayRegion(endpoint) !== undefined) {
    if (token === undefined) return signing(endpoint, identity);
    throw new InvalidInputError({
      code: 'WrongUsage',
      message: `calls to ${endpoint.host} are signed: leave --token and HEIRTAG_TOKEN out`,
    });
  }
  if (token === undefined) return async ({ headers }) => headers;
  return async ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` });
};
