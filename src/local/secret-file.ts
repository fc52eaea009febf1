import { readFile } from 'node:fs/promises';
import { InvalidInputError } from '../model/errors.ts';
import { thrownMessage } from '../model/thrown-message.ts';

/** Reads a file that holds a secret. @returns undefined when there is none @throws InvalidInputError `SecretFileUnreadable` */
export const readSecretFile = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new InvalidInputError({
      code: 'SecretFileUnreadable',
      message: `cannot read ${file}: ${thrownMessage(cause)}`,
      cause,
    });
  }
};
