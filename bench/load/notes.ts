import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';

const noteSchema = z.object({
  /** As in the header `x-amz-target`: `DynamoDB_20120810.GetItem`. */
  target: z.string(),
  /** Milliseconds since the epoch. */
  begin: z.number(),
  end: z.number(),
  /** What the process had used by then. Microseconds. */
  cpu: z.number(),
  body: z.string(),
});

/** One request that an observed process got. */
export type Note = z.infer<typeof noteSchema>;

/** Reads what `observe.ts` noted, in the order in which the requests ended. */
export const readNotes = async (file: string): Promise<readonly Note[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((line) => noteSchema.parse(JSON.parse(line)));

/** Of a service: `DynamoDB`, `AmazonSQS`. */
export const notesOf = (notes: readonly Note[], service: string): readonly Note[] =>
  notes.filter(({ target }) => target.startsWith(service));

const batchSchema = z.object({ Entries: z.array(z.unknown()) });

/** How many messages a request puts into a queue. */
export const messagesIn = ({ target, body }: Note): number =>
  target === 'AmazonSQS.SendMessageBatch' ? batchSchema.parse(JSON.parse(body)).Entries.length : 0;

/** Requests for the same thing in a stretch of time. */
export type Rate = {
  readonly perSecond: number;
  /** By the processor time of the whole process. */
  readonly perCpuSecond: number;
  /** Requests under way at once, on average. */
  readonly atOnce: number;
};

/** Leaves out the beginning, in which code is compiled, and the end, in which less and less is under way. */
export const steadyPart = <T>(items: readonly T[]): readonly T[] =>
  items.slice(Math.floor(items.length * 0.25), Math.floor(items.length * 0.95));

/** How fast requests were answered. */
export const rateOf = (notes: readonly Note[]): Rate => {
  const [first, last] = [notes[0], notes.at(-1)];
  if (first === undefined || last === undefined) throw new Error('nothing was noted');
  const seconds = (last.end - first.end) / 1000;
  const busy = notes.reduce((sum, { begin, end }) => sum + end - begin, 0) / 1000;
  return {
    perSecond: notes.length / seconds,
    perCpuSecond: (notes.length / (last.cpu - first.cpu)) * 1e6,
    atOnce: busy / seconds,
  };
};
