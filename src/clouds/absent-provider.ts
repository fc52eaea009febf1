import { InvalidInputError } from '../model/errors.ts';
import { cloudOfAccount } from './accounts.ts';
import { unlimited } from './call.ts';
import type { CloudProvider } from './provider.ts';

const notConfigured = (where: string): InvalidInputError =>
  new InvalidInputError({
    code: 'CloudNotConfigured',
    message: `This stage has no cloud whose tags it could read or write ${where}. Deploy it with the setting simulator: true, or clouds; docs/deploy.md says which clouds a stage can touch.`,
  });

/** Says that a stage does not touch the cloud of an account, and what to do. */
export const cloudNotConfigured = (accountId: string): InvalidInputError =>
  notConfigured(`in account ${accountId}, which is one of ${cloudOfAccount(accountId).name}`);

const refuse = async (): Promise<never> => {
  throw notConfigured('there');
};

/** Stands where a stage has no cloud, or not the one that is asked for: nothing can be turned on, and whatever needs the cloud says why it cannot. */
export const absentProvider: CloudProvider = {
  describe: refuse,
  heirs: refuse,
  list: refuse,
  write: refuse,
  tagCallsFor: () => 0,
  maxTagsPerResource: () => 0,
  isOurs: () => false,
  readLagSeconds: 0,
  rateOf: () => unlimited,
  tagCallSeconds: 1,
};
