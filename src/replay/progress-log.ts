import { appendFile, readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { InvalidInputError } from '../model/errors.ts';
import { thrownMessage } from '../model/thrown-message.ts';
import type { Input } from './inputs.ts';

/** How far a file was sent. `isDone`: to its end. */
const lineSchema = z.object({
  path: z.string(),
  size: z.number(),
  modified: z.string(),
  found: z.int(),
  isDone: z.boolean(),
});
type Line = z.infer<typeof lineSchema>;

const headSchema = z.object({ endpoint: z.string() });

export type ProgressLog = {
  /** What was done of an input that is as it was then; nothing for one that has changed. */
  readonly doneOf: (input: Input) => { readonly found: number; readonly isDone: boolean };
  /** Notes how far inputs were sent, at once and for good. */
  readonly note: (
    done: readonly { readonly input: Input; readonly found: number; readonly isDone: boolean }[],
  ) => Promise<void>;
};

const wrongLog = (message: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError({ code: 'InvalidResumeFile', message, cause });

const readLines = async (file: string): Promise<readonly string[]> => {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw wrongLog(`${file} cannot be read: ${thrownMessage(error)}`, error);
  }
};

/** A line that was cut by a crash says nothing, and what it would have said is done again. */
const parsed = <S extends z.ZodMiniType>(schema: S, line: string): z.output<S> | undefined => {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

/**
 * Opens the file that keeps how far inputs were sent: a line for each step, the last one of an input counts.
 * @param endpoint to whom they are sent; a file of another one is refused
 * @throws InvalidInputError `InvalidResumeFile`
 */
export const openProgressLog = async (file: string, endpoint: string): Promise<ProgressLog> => {
  const [head = '', ...rest] = await readLines(file);
  const of = parsed(headSchema, head)?.endpoint;
  if (head !== '' && of === undefined) {
    throw wrongLog(
      `${file} was not made by --resume; name another file, or one that is not there yet`,
    );
  }
  if (of !== undefined && of !== endpoint) {
    throw wrongLog(`${file} says what was sent to ${of}, not to ${endpoint}; name another file`);
  }
  const last = new Map<string, Line>();
  for (const line of rest) {
    const read = parsed(lineSchema, line);
    if (read !== undefined) last.set(read.path, read);
  }
  const append = (values: readonly object[]): Promise<void> =>
    appendFile(file, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
  if (of === undefined) await append([{ endpoint }]);
  // What a crash cut is no part of the next line.
  else await appendFile(file, '\n');
  return {
    doneOf: ({ identity }) => {
      const line = identity === undefined ? undefined : last.get(identity.path);
      const isSame = line?.size === identity?.size && line?.modified === identity?.modified;
      return line !== undefined && isSame ? line : { found: 0, isDone: false };
    },
    note: (done) =>
      append(
        done.flatMap(({ input: { identity }, found, isDone }) =>
          identity === undefined ? [] : [{ ...identity, found, isDone } satisfies Line],
        ),
      ),
  };
};
