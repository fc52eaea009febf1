import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { thrownMessage } from '../../../src/model/thrown-message.ts';
import { makeEmulators } from '../python.ts';

// The same program, with AWS on its list of clouds.
const withAws = pathToFileURL(join(import.meta.dirname, '../../clouds/aws/with-aws.ts')).href;
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === '#clouds' ? withAws : specifier, context),
});

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Plays an operations team's day on emulated AWS. What is missing for it, it says. */
const main = async (): Promise<number> => {
  try {
    print('making the emulator of AWS ready (the first time this takes a minute) …');
    makeEmulators();
  } catch (failure) {
    print(thrownMessage(failure));
    return 1;
  }
  const { playDay } = await import('./demo-day.ts');
  return (await playDay(print)) ? 0 : 1;
};

process.exitCode = await main();
