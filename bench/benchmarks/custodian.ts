import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Benchmark } from '../report.ts';

const size = { instances: 200, volumesEach: 2, teams: 8, heirs: 50, delayMs: 100 } as const;

/** The service beside Cloud Custodian, on one emulator of AWS. */
export const custodian: Benchmark = {
  about:
    'calls and time beside Cloud Custodian 0.9.53, on moto, with 100 ms added to each call of AWS',
  run: async () => {
    // The same programs, with AWS on their list of clouds.
    const withAws = join(import.meta.dirname, '../../test/clouds/aws/with-aws.ts');
    registerHooks({
      resolve: (specifier, context, next) =>
        next(specifier === '#clouds' ? pathToFileURL(withAws).href : specifier, context),
    });
    const { compare } = await import('../custodian/compare.ts');
    return compare(size);
  },
};
