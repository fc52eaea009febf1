import { thrownMessage } from '../../../src/model/thrown-message.ts';
import { makeEmulators } from '../python.ts';
import { playDay } from './demo-day.ts';

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
  print("an operations team's day on emulated AWS: what it does, and what Heirtag makes of it");
  return (await playDay(print)) ? 0 : 1;
};

process.exitCode = await main();
