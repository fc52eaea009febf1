import { InvalidInputError } from '../model/errors.ts';
import { unlimited } from './call.ts';
import type { CloudProvider } from './provider.ts';

/** Says that a stage does not touch the cloud that somebody asks for, and what to do. */
export const cloudNotConfigured = (): InvalidInputError =>
  new InvalidInputError({
    code: 'CloudNotConfigured',
    message:
      'This stage has no cloud whose tags it could read or write there. Deploy it with the setting simulator: true, or clouds; docs/deploy.md says which clouds a stage can touch.',
  });

const refuse = async (): Promise<never> => {
  throw cloudNotConfigured();
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
