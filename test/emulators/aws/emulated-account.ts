import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { ClientOptions } from '../../../src/clouds/aws/provider/clients.ts';

/** Where emulated resources are, unless a test needs another region. */
export const emulatedRegion = 'eu-central-1';

/** The role that acts for the service in another account. */
export const taggerRole = 'heirtag-test-tagger';

/** Credentials of no account: emulators ask nobody who he is, but who assumes a role is of the role's account from then on. */
const anybody = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' } as const;

/** Gets what a role of an account may sign with, as the service does for an account that is not its own. */
export const credentialsAt = (endpoint: string) => {
  const known = new Map<string, NonNullable<ClientOptions['credentials']>>();
  const open = (accountId: string): NonNullable<ClientOptions['credentials']> =>
    fromTemporaryCredentials({
      masterCredentials: anybody,
      params: {
        RoleArn: `arn:aws:iam::${accountId}:role/${taggerRole}`,
        RoleSessionName: 'heirtag',
      },
      clientConfig: { endpoint, region: emulatedRegion },
    });
  return (accountId: string) => {
    const credentials = known.get(accountId) ?? open(accountId);
    known.set(accountId, credentials);
    return credentials;
  };
};
