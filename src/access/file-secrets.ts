import { open, readFile, rename, stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import * as z from 'zod/mini';
import { TerminalError } from '../model/errors.ts';
import type { SecretStore } from './access-key.ts';

const fileSchema = z.record(z.string(), z.string());

type Secrets = ReadonlyMap<string, string>;

const unusable = (file: string, problem: string, cause?: unknown): TerminalError =>
  new TerminalError({
    code: 'SecretsUnusable',
    message: `the secrets in ${file} ${problem}`,
    cause,
  });

const readText = async (file: string): Promise<string | undefined> => {
  try {
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) {
      throw unusable(
        file,
        `can be read by others (mode ${(mode & 0o777).toString(8)}); make it 600`,
      );
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const parse = (file: string, text: string): Secrets => {
  try {
    return new Map(Object.entries(fileSchema.parse(JSON.parse(text))));
  } catch (cause) {
    throw unusable(
      file,
      'cannot be read: expected a JSON object of texts. Restore the file from a backup, or move it away and rotate every key',
      cause,
    );
  }
};

const readSecrets = async (file: string): Promise<Secrets> => {
  const text = await readText(file);
  return text === undefined ? new Map() : parse(file, text);
};

/** Puts a whole new file in the place of the old one, so that no crash leaves half of one. */
const writeSecrets = async (file: string, secrets: Secrets): Promise<void> => {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(`${JSON.stringify(Object.fromEntries(secrets), null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
};

/** Secrets in a file that only its owner can read; one process writes it. */
export const createFileSecrets = (file: string): SecretStore => {
  const oneAtATime = pLimit(1);
  return {
    read: async (secretId) => (await readSecrets(file)).get(secretId),
    create: (secretId, secret) =>
      oneAtATime(async () =>
        writeSecrets(file, new Map([...(await readSecrets(file)), [secretId, secret]])),
      ),
    delete: (secretId) =>
      oneAtATime(async () => {
        const left = new Map(await readSecrets(file));
        if (left.delete(secretId)) await writeSecrets(file, left);
      }),
    list: async () =>
      [...(await readSecrets(file)).keys()].map((secretId) => ({ secretId, createdAt: undefined })),
  };
};
