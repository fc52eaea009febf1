import { AccessDeniedError } from '../../model/errors.ts';
import type { AccountRegion } from '../call.ts';
import type { Opened, Opener } from '../opener.ts';
import { routedCloud } from '../routed-cloud.ts';
import { aws } from './aws.ts';
import { awsCredentials } from './credentials.ts';
import { type ClientOptions, createClients } from './provider/clients.ts';
import { createClassify } from './provider/errors.ts';
import { type AwsCommon, awsFacts, createAwsProvider } from './provider/provider.ts';
import { readAwsSettings } from './settings.ts';

/** How AWS is reached. */
export type AwsAccess = AwsCommon & {
  /** Ids of those whose resources are listed, in this order. */
  readonly regions: readonly string[];
  /**
   * What signs the calls for an account; undefined for one that nobody may call. A role that is refused throws
   * AccessDeniedError of scope `account` when it is asked for credentials.
   */
  readonly credentialsFor: (accountId: string) => ClientOptions['credentials'];
  /** Answers in the place of AWS; AWS itself unless given. */
  readonly endpoint?: string | undefined;
  /** Sends the requests; the SDK's own unless given. */
  readonly requestHandler?: ClientOptions['requestHandler'];
  /** Told of error codes that nobody knows. */
  readonly onUnknownError: (code: string) => void;
};

/** Nobody is asked about an account with the credentials of another: its resources would seem to be gone. */
const refuseCredentials = (accountId: string) => async (): Promise<never> => {
  throw new AccessDeniedError({
    code: 'NoCredentials',
    message: `account ${accountId} cannot be called: this stage has no role there`,
    scope: 'account',
  });
};

/** Opens AWS: every account and region with clients of its own, which are made when they are first needed. */
export const openAwsWith = (access: AwsAccess): Opened => {
  const { regions, credentialsFor, endpoint, requestHandler, onUnknownError } = access;
  const classify = createClassify(onUnknownError);

  const openAt = ({ accountId, region }: AccountRegion) => {
    const clients = createClients({
      region,
      credentials: credentialsFor(accountId) ?? refuseCredentials(accountId),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(requestHandler === undefined ? {} : { requestHandler }),
    });
    return createAwsProvider({ accountId, region, clients, classify, common: access });
  };

  return {
    openAt,
    provider: routedCloud({ common: awsFacts(access), regions, open: openAt }),
    simulator: undefined,
  };
};

/** AWS, where the stage says something of it. */
export const openAws: Opener = {
  cloud: 'aws',
  operations: [],
  open: ({ settingsOf, clock, onUnknownError, onRoleRefused }) => {
    const said = settingsOf('aws');
    if (said === undefined) return undefined;
    const settings = readAwsSettings(said);
    const { regions, endpoint, ownRoles } = settings;
    const opened = openAwsWith({
      regions,
      endpoint,
      onUnknownError,
      credentialsFor: awsCredentials(settings, { clock, onRoleRefused }),
      maxTagsPerResource: (type) => aws.resourceTypes.get(type)?.maxTags ?? 0,
      // A session is named `<role>/<session>`.
      isOurs: (caller) => ownRoles.includes(caller.split('/', 1)[0] ?? caller),
    });
    return { ...opened, regions };
  },
};
