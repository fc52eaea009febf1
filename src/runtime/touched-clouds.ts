import { cloudOfAccount } from '../clouds/accounts.ts';
import type { Environment } from './environment.ts';

/** Whether a stage touches the cloud of an account, as its environment says: for functions that open none. */
export const touchesCloudOf =
  ({ HEIRTAG_CLOUD_SETTINGS: settings, HEIRTAG_SIMULATOR_TABLE: simulatorTable }: Environment) =>
  (accountId: string): boolean => {
    const { name, hasSimulator } = cloudOfAccount(accountId);
    return settings?.[name] !== undefined || (hasSimulator && simulatorTable !== undefined);
  };
