import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Arn, parseArn } from '../../../src/clouds/arn.ts';
import { writeMessage } from '../../../src/queue/parse-message.ts';
import { fc } from '../../properties.ts';
import { accountId } from './converged-world.ts';
import { anyBytesOf, anyMutation, mutated } from './mutation.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'events');
const fileSchema = z.object({ payload: z.unknown() });

const sampleFiles = ['published', 'templates'].flatMap((kind) =>
  readdirSync(join(folder, kind)).map((file) => readFileSync(join(folder, kind, file), 'utf8')),
);

/** Puts living resources, and their account, in the place of those that a sample names. */
const withLiving = (text: string, arns: readonly Arn[]): string =>
  arns
    .map((arn) => parseArn(arn).id)
    .reduce((so, id) => {
      const prefix = /^([a-z]+)-/.exec(id)?.[1];
      return prefix === undefined ? so : so.replace(new RegExp(`\\b${prefix}-[0-9a-z]+`, 'g'), id);
    }, text)
    .replaceAll('123456789012****', accountId);

/** Events as the cloud sends them. */
export const sampleEvents = (arns: readonly Arn[]): readonly unknown[] =>
  sampleFiles.map((text) => {
    const value: unknown = JSON.parse(withLiving(text, arns));
    const file = fileSchema.safeParse(value);
    return file.success ? file.data.payload : value;
  });

/** Messages as the service sends them to itself. */
export const sampleMessages = (arns: readonly Arn[]): readonly unknown[] => {
  const cause = {
    eventId: 'e-1',
    eventName: 'TagResources',
    eventTime: '2026-03-01T08:00:00.000Z',
    principal: 'alice',
  };
  const [primary] = arns;
  const bodies = [
    writeMessage({ kind: 'keys', arns, cause }),
    writeMessage({ kind: 'job', jobId: 'none', step: 0, cause }),
    ...(primary === undefined
      ? []
      : [writeMessage({ kind: 'heirs', primary, cursor: null, cause })]),
  ];
  return bodies.map((body): unknown => JSON.parse(body));
};

/** Mutations of samples, as bytes. */
export const anyMangled = (
  samples: readonly unknown[],
  known: readonly string[],
): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(anyMutation(known), { minLength: 1, maxLength: 4 }),
    )
    .chain(([sample, mutations]) =>
      anyBytesOf(JSON.stringify(mutated(sample, mutations)) ?? 'undefined'),
    );
