import { createReadStream } from 'node:fs';
import { glob, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidInputError } from '../model/errors.ts';
import { thrownMessage } from '../model/thrown-message.ts';

/** Something that events are read from. */
export type Input = {
  /** As it is told: a path, or `-` for the standard input. */
  readonly name: string;
  /** What tells it apart from all other contents that were ever at its path; undefined for the standard input. */
  readonly identity:
    | { readonly path: string; readonly size: number; readonly modified: string }
    | undefined;
  readonly open: () => AsyncIterable<Uint8Array>;
};

const wrongInput = (message: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError({ code: 'InvalidEventFile', message, cause });

const statOf = async (path: string) => {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw wrongInput(`${path} cannot be read: ${thrownMessage(error)}`, error);
  }
};

const sorted = async (names: AsyncIterable<string>): Promise<readonly string[]> => {
  const all: string[] = [];
  for await (const name of names) all.push(name);
  return all.toSorted();
};

const fileInput = async (path: string): Promise<Input | undefined> => {
  const stats = await statOf(path);
  // A named pipe, such as that of `<(aws s3 cp … -)`, is read like a file.
  if (stats === undefined || stats.isDirectory()) return undefined;
  const identity = stats.isFile()
    ? { path: resolve(path), size: stats.size, modified: stats.mtime.toISOString() }
    : undefined;
  return { name: path, identity, open: () => createReadStream(path) };
};

const filesOf = async (paths: readonly string[]): Promise<readonly Input[]> => {
  const inputs = await Promise.all(paths.map(fileInput));
  return inputs.filter((input) => input !== undefined);
};

const inputsOf = async (name: string, stdin: Input['open']): Promise<readonly Input[]> => {
  if (name === '-') return [{ name, identity: undefined, open: stdin }];
  const stats = await statOf(name);
  if (stats !== undefined && !stats.isDirectory()) return filesOf([name]);
  const paths =
    stats === undefined
      ? await sorted(glob(name))
      : (await sorted(glob('**/*', { cwd: name }))).map((path) => join(name, path));
  const found = await filesOf(paths);
  if (found.length > 0) return found;
  throw wrongInput(
    stats === undefined
      ? `${name}: there is no such file, and no file fits it as a pattern`
      : `${name}: there are no files in this folder`,
  );
};

/**
 * What file names, folders and patterns stand for, each file once: what a folder shows at any depth, in
 * the order of names.
 * @throws InvalidInputError `InvalidEventFile` for one that stands for nothing
 */
export const inputsFor = async (
  names: readonly string[],
  stdin: Input['open'],
): Promise<readonly Input[]> => {
  const found: Input[] = [];
  for (const name of names) found.push(...(await inputsOf(name, stdin)));
  return [...new Map(found.map((input) => [input.identity?.path ?? input.name, input])).values()];
};
