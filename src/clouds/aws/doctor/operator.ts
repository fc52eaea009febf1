import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AccountRegion } from '../../call.ts';
import type { Examined } from '../../doctor.ts';
import { partitionOf } from '../arn.ts';
import type { ClientOptions } from '../provider/clients.ts';
import { createDoctorClients, type DoctorClients } from './clients.ts';
import { needing } from './look.ts';

/** How AWS is reached by who looks; all of it as AWS tools do unless given. */
export type DoctorAccess = Pick<ClientOptions, 'endpoint' | 'requestHandler'> & {
  readonly credentials?: Credentials;
};

type Credentials = NonNullable<ClientOptions['credentials']>;

/** Opens the clients of a region of an account; undefined for an account that the operator has no role in. */
export type OpenClients = (at: AccountRegion) => DoctorClients | undefined;

/** What the operator looks with. */
export type Operator = {
  /** With his own credentials, whosever they are. */
  readonly openOwn: (region: string) => DoctorClients;
  /** In the stage's own account with those, too, and in others with those of his role there. */
  readonly openFor: (ownAccount: string) => OpenClients;
};

/** Opens what the operator looks with. */
export const operatorOf = (
  { profile, roleElsewhere }: Pick<Examined, 'profile' | 'roleElsewhere'>,
  { credentials, ...reach }: DoctorAccess,
): Operator => {
  const own = credentials ?? fromNodeProviderChain(profile === undefined ? {} : { profile });
  const taken = new Map<string, Credentials>();

  const take = ({ accountId, region }: AccountRegion, role: string): Credentials => {
    const kept = taken.get(accountId);
    if (kept !== undefined) return kept;
    const RoleArn = `arn:${partitionOf(region)}:iam::${accountId}:role/${role}`;
    const provide = fromTemporaryCredentials({
      masterCredentials: own,
      params: { RoleArn, RoleSessionName: 'heirtag-doctor' },
      clientConfig: { region, ...reach },
    });
    // Whatever was asked for there, it is this that fails.
    const asked: Credentials = (options) =>
      needing(`sts:AssumeRole on ${RoleArn}`, () => provide(options));
    taken.set(accountId, asked);
    return asked;
  };

  const openOwn = (region: string): DoctorClients =>
    createDoctorClients({ ...reach, region, credentials: own });

  return {
    openOwn,
    openFor: (ownAccount) => (at) => {
      if (at.accountId === ownAccount) return openOwn(at.region);
      if (roleElsewhere === undefined) return undefined;
      const { region } = at;
      return createDoctorClients({ ...reach, region, credentials: take(at, roleElsewhere) });
    },
  };
};
