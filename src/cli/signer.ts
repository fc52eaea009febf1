import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { Sha256 } from '@smithy/core/checksum';
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
} from '@smithy/core/config';
import { SignatureV4 } from '@smithy/signature-v4';
import { InvalidInputError, TerminalError } from '../model/errors.ts';
import { thrownMessage } from '../model/thrown-message.ts';
import { gatewayRegion } from './gateway.ts';
import type { Authorize } from './http.ts';

export type SignerOptions = {
  readonly endpoint: URL;
  readonly region: string | undefined;
  readonly profile: string | undefined;
};

const service = 'execute-api';

const regionOf = async ({ endpoint, region, profile }: SignerOptions): Promise<string> => {
  const known = region ?? gatewayRegion(endpoint);
  if (known !== undefined) return known;
  try {
    return await loadConfig(NODE_REGION_CONFIG_OPTIONS, {
      ...NODE_REGION_CONFIG_FILE_OPTIONS,
      ...(profile === undefined ? {} : { profile }),
    })();
  } catch (cause) {
    throw new InvalidInputError({
      code: 'RegionMissing',
      message: 'signing needs a region: give --region, set AWS_REGION, or add one to the profile',
      cause,
    });
  }
};

/** Signs with the credentials that AWS tools find: environment, profile, SSO, instance role. */
export const createSigner = (options: SignerOptions): Authorize => {
  const { endpoint, profile } = options;
  const provide = fromNodeProviderChain(profile === undefined ? {} : { profile });
  const credentials = async () => {
    try {
      return await provide();
    } catch (cause) {
      throw new TerminalError({
        code: 'CredentialsMissing',
        message: `calls to ${endpoint.host} are signed, and there are no AWS credentials to sign with: ${thrownMessage(cause)}`,
        cause,
      });
    }
  };
  const region = async () => regionOf(options);
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  return async ({ method, path, query, headers, body }) => {
    const { protocol, hostname, port, host } = endpoint;
    const signed = await signer.sign({
      method,
      protocol,
      hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      path,
      query: { ...query },
      headers: { ...headers, host },
      body,
    });
    // The client sends the same host by itself.
    const { host: _, ...rest } = signed.headers;
    return rest;
  };
};
