import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { InvalidInputError } from '../model/errors.ts';
import { errorOfAll } from '../model/problems.ts';
import { thrownMessage } from '../model/thrown-message.ts';
import { readBytes } from './read-bytes.ts';

const textOf = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidInputError({ code: 'InvalidJson', message: 'the body is not UTF-8', cause });
  }
};

/** Deepest nesting that is taken; far deeper values can be read, but not written again. */
const mostLevels = 100;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1)));

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = thrownMessage(cause);
    throw new InvalidInputError({
      code: 'InvalidJson',
      message:
        text === '' ? 'the body is empty; expected JSON' : `the body is not JSON: ${problem}`,
      cause,
    });
  }
};

/** What a body holds. @throws InvalidInputError `InvalidJson` that says where */
export const jsonOf = (bytes: Uint8Array): unknown => {
  const value = parseJson(textOf(bytes));
  if (!isDeeper(value, mostLevels)) return value;
  throw new InvalidInputError({
    code: 'InvalidJson',
    message: `the body is nested deeper than ${mostLevels} levels`,
  });
};

/** @throws InvalidInputError `InvalidJson` that says where, `RequestTooLarge` */
export const readJsonBody = async ({ req }: Context): Promise<unknown> =>
  jsonOf(await readBytes(req.raw));

/** Fields that an issue is about: of unknown ones there may be several. */
const fieldsOf = (issue: z.core.$ZodIssue): readonly string[] => {
  const ends = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [key]) : [[]];
  return ends.map((end) => [...issue.path, ...end].join('.') || 'body');
};

/** The product's code for a field: `InvalidParameter.Status`, `MissingParameter.Status`. */
const codeOf = (issue: z.core.$ZodIssue, field: string): string => {
  const isMissing = issue.input === undefined;
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  return `${isMissing ? 'MissingParameter' : 'InvalidParameter'}.${name}`;
};

const problemOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys') return 'is not a known field';
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return `is missing; expected ${issue.expected}`;
  }
  return issue.message;
};

/** @throws InvalidInputError `InvalidParameter.<Field>` or `MissingParameter.<Field>`; tells all that is wrong, by the code of the first */
export const parseInput = <S extends z.ZodMiniType>(schema: S, value: unknown): z.output<S> => {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) =>
    fieldsOf(issue).map((field) => ({
      code: codeOf(issue, field),
      message: `${field}: ${problemOf(issue)}`,
    })),
  );
  throw errorOfAll(problems);
};
