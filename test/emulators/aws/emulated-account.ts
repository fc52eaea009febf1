import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { ClientOptions } from '../../../src/clouds/aws/provider/clients.ts';

/** Where emulated resources are, unless a test needs another region. */
export const emulatedRegion = 'eu-central-1';

/** The role that acts for the service in another account. */
export const taggerRole = 'heirtag-test-tagger';

/** The role that an operations team acts under. */
export const operatorRole = 'operator';

/** Credentials of no account: emulators ask nobody who he is, but who assumes a role is of the role's account from then on. */
const anybody = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' } as const;

/** Gets what a role of an account may sign with; the service's, as it does for an account that is not its own, unless given. */
export const credentialsAt = (endpoint: string, role = taggerRole) => {
  const known = new Map<string, NonNullable<ClientOptions['credentials']>>();
  const open = (accountId: string): NonNullable<ClientOptions['credentials']> =>
    fromTemporaryCredentials({
      masterCredentials: anybody,
      params: {
        RoleArn: `arn:aws:iam::${accountId}:role/${role}`,
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
