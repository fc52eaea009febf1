import { thrownMessage } from '../model/thrown-message.ts';
import { type Batch, batchesOf, type Placed } from './batches.ts';
import { decoded } from './decode.ts';
import type { Input } from './inputs.ts';
import type { ProgressLog } from './progress-log.ts';
import { splitEvents } from './split-events.ts';
import { unpacked } from './unpack.ts';

/** Where something was found. */
export type Place = {
  /** Among all that was found, from 0. */
  readonly index: number;
  readonly input: Input;
  readonly line: number;
  /** Among all that was found in it, from 1. */
  readonly nth: number;
};

/** What was found but not handed on, and why. */
export type Passed = { sentBefore: number; outOfTime: number };

export type Source = {
  readonly inputs: readonly Input[];
  /** Undefined: nothing is kept of how far it came. */
  readonly log: ProgressLog | undefined;
  /** True for an event of the time that is asked for. */
  readonly isInTime: (event: unknown) => boolean;
  /** Told of bytes as they are read from files, packed as they are. */
  readonly onRead: (bytes: number) => void;
};

/** What stands in an input; when it cannot be read to its end, that too, behind all that could. */
async function* foundIn(
  input: Input,
  onRead: Source['onRead'],
): AsyncGenerator<Placed<Omit<Place, 'index'>>> {
  let problem: string | undefined;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const piece of input.open()) {
      onRead(piece.length);
      yield piece;
    }
  }
  async function* text(): AsyncGenerator<string> {
    try {
      yield* decoded(unpacked(bytes()));
    } catch (error) {
      problem = thrownMessage(error);
    }
  }
  let nth = 0;
  let line = 1;
  for await (const found of splitEvents(text())) {
    nth += 1;
    line = found.line;
    yield { place: { input, line, nth }, found };
  }
  if (problem === undefined) return;
  yield { place: { input, line, nth: nth + 1 }, found: { kind: 'malformed', line, problem } };
}

async function* placedOf(
  { inputs, log, isInTime, onRead }: Source,
  passed: Passed,
): AsyncGenerator<Placed<Place>> {
  let index = 0;
  for (const input of inputs) {
    const before = log?.doneOf(input) ?? { found: 0, isDone: false };
    if (before.isDone) {
      passed.sentBefore += before.found;
      onRead(input.identity?.size ?? 0);
      continue;
    }
    for await (const { place, found } of foundIn(input, onRead)) {
      if (place.nth <= before.found) passed.sentBefore += 1;
      else if (found.kind === 'event' && !isInTime(found.event)) passed.outOfTime += 1;
      else yield { place: { ...place, index }, found };
      index += 1;
    }
  }
}

/** The last place of a batch in each input; the inputs before the last of those are done with. */
const marksOf = ({ events, left }: Batch<Place>, inputs: readonly Input[]) => {
  const furthest = new Map<Input, number>();
  for (const { place } of [...events, ...left]) {
    furthest.set(place.input, Math.max(place.nth, furthest.get(place.input) ?? 0));
  }
  const last = Math.max(...furthest.keys().map((input) => inputs.indexOf(input)));
  return [...furthest].map(([input, found]) => ({
    input,
    found,
    isDone: inputs.indexOf(input) < last,
  }));
};

/**
 * Hands on what stands in inputs, in order and batch by batch, in the memory of two batches. What was
 * handed on is noted in the log only then: after a crash it is handed on again, and nothing is left out.
 * @param passed counts what is not handed on
 */
export const replay = async (
  source: Source,
  mostEvents: number,
  passed: Passed,
  handOn: (batch: Batch<Place>) => Promise<void>,
): Promise<void> => {
  const { inputs, log } = source;
  const ends = new Map<Input, number>();
  for await (const batch of batchesOf(placedOf(source, passed), mostEvents)) {
    await handOn(batch);
    const marks = marksOf(batch, inputs);
    for (const { input, found } of marks) ends.set(input, found);
    await log?.note(marks);
  }
  await log?.note(
    inputs.flatMap((input) => {
      const found = ends.get(input);
      return found === undefined ? [] : [{ input, found, isDone: true }];
    }),
  );
};
