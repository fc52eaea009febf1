import type { Step } from './step.ts';

type Refuse = Extract<Step, { action: 'refuse' }>;

/**
 * What refusals may take of a resource's record, told and remembered. The rest of its 409,600 bytes is
 * for the entries: a disk on 16 instances may be refused 300 tags, and must keep room for its own.
 */
const mostBytes = 60_000;

/** Names and numbers beside the texts of a refusal, twice. */
const fixedBytes = 400;

/** A refusal stands in the record twice while it is told: in the intent and among what is remembered. */
const bytesOf = ({ key, asked }: Refuse): number =>
  2 * (Buffer.byteLength(key) + Buffer.byteLength(asked.value)) + fixedBytes;

/**
 * The refusals that the ledger remembers and the history is told, in key order: as many as find room.
 * Explain tells all of them, for it asks no record. Those that hand a tag over end an entry, and come
 * first.
 */
export const rememberedRefusals = (steps: readonly Step[]): readonly Refuse[] => {
  const refused = steps.flatMap((step) => (step.action === 'refuse' ? [step] : []));
  let room = mostBytes;
  const isFitting = (step: Refuse): boolean => {
    room -= bytesOf(step);
    return room >= 0;
  };
  const closing = refused.filter(({ closes }) => closes);
  const others = refused.filter(({ closes }) => !closes);
  const kept = new Set([...closing, ...others].filter((step) => isFitting(step) || step.closes));
  return refused.filter((step) => kept.has(step));
};
