import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pLimit from 'p-limit';
import * as z from 'zod/mini';

export type LambdaOptions = {
  /** Folder of the bundle. */
  readonly folder: string;
  /** As the template has it: `index.handler`. */
  readonly handler: string;
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
};

/** A function in a process of its own. */
export type Lambda = {
  /** Calls the handler; one call at a time, as in one execution environment. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** What it wrote to its log so far: lines that are JSON. */
  readonly logLines: () => readonly Readonly<Record<string, unknown>>[];
  readonly stop: () => Promise<void>;
};

const answerSchema = z.object({
  id: z.number(),
  result: z.optional(z.unknown()),
  error: z.optional(z.string()),
});

const readLines = (text: string): readonly Readonly<Record<string, unknown>>[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));

/** Starts a bundle as Lambda does. @throws what the bundle throws while it loads */
export const startLambda = async (options: LambdaOptions): Promise<Lambda> => {
  const { folder, handler, environment } = options;
  const child = fork(join(import.meta.dirname, 'lambda-process.ts'), [folder, handler], {
    cwd: folder,
    env: environment,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (data) => {
    output += String(data);
  });
  child.stderr?.on('data', (data) => {
    output += String(data);
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the function's process ended with ${code}: ${output}`);
  });
  ended.catch(() => {});

  const answerTo = async (id: number): Promise<unknown> => {
    for (;;) {
      const [message] = await Promise.race([once(child, 'message'), ended]);
      const answer = answerSchema.parse(message);
      if (answer.id !== id) continue;
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.result;
    }
  };

  const stop = async (): Promise<void> => {
    child.disconnect();
    child.kill();
    await ended.catch(() => {});
  };

  try {
    await answerTo(0);
  } catch (error) {
    await stop();
    throw error;
  }
  const oneAtATime = pLimit(1);
  let calls = 0;
  return {
    invoke: (event) =>
      oneAtATime(async () => {
        calls += 1;
        const answer = answerTo(calls);
        child.send({ id: calls, event });
        return answer;
      }),
    logLines: () => readLines(output),
    stop,
  };
};
