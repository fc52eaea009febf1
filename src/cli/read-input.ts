import { InvalidInputError } from '../model/errors.ts';
import { thrownMessage } from '../model/thrown-message.ts';
import type { CliDeps } from './session.ts';

/**
 * Reads a file, or the standard input for `-`.
 * @throws InvalidInputError with the code, when it cannot be read
 */
export const readInput = async (
  file: string,
  { readBytes, code }: Pick<CliDeps, 'readBytes'> & { readonly code: string },
): Promise<Uint8Array> => {
  try {
    return await readBytes(file);
  } catch (cause) {
    const problem = thrownMessage(cause);
    throw new InvalidInputError({ code, message: `${file} cannot be read: ${problem}`, cause });
  }
};
