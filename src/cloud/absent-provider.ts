import { TerminalError } from '../model/errors.ts';
import type { CloudProvider } from './provider.ts';

const refuse = async (): Promise<never> => {
  throw new TerminalError({
    code: 'CloudNotConfigured',
    message:
      'this stage has no cloud to read or write: deploy it with the setting simulator: true, or add a provider',
  });
};

/** Stands where a stage has no cloud: rules can be managed, and whatever needs the cloud says why it cannot. */
export const absentProvider: CloudProvider = {
  describe: refuse,
  heirs: refuse,
  list: refuse,
  tagCallLimits: { resources: 1, tags: 1 },
  setTags: refuse,
  removeTags: refuse,
  maxTagsPerResource: () => 0,
  principal: 'nobody',
  visibilityDelaySeconds: 0,
};
