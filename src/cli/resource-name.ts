import { InvalidArgumentError } from '@commander-js/extra-typings';
import * as z from 'zod/mini';
import { arnInput } from '../admin/arn-input.ts';
import { ownForm, parseArn } from '../clouds/arn.ts';
import { InvalidInputError, NotFoundError } from '../model/errors.ts';
import { readAnswer } from './api.ts';
import type { Session } from './session.ts';

/** Reads the name of a resource: its ARN, its id, or type and id. Whether it exists is asked later. */
export const resourceName = (text: string): string => {
  if (text !== '' && !text.startsWith('arn:')) return text;
  const parsed = arnInput.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? 'it is no ARN');
};

/** The account of a resource: calls about it are for that one, unless another was chosen. */
export const ownerOf = (arn: string): string => parseArn(arn).accountId;

const foundAnswer = z.object({ resources: z.array(z.string()) });

/**
 * The ARN of the resource that a person means by an id alone: the API looks for it.
 * @throws NotFoundError `ResourceNotFound`, InvalidInputError `AmbiguousResource` that names them all
 */
export const arnMeant = async ({ api }: Pick<Session, 'api'>, name: string): Promise<string> => {
  const arn = ownForm(name);
  if (arn !== undefined) return arn;
  const answer = await api.call({ method: 'GET', path: ['resources'], query: { id: name } });
  const { resources } = readAnswer(foundAnswer, answer);
  const [only, another] = resources;
  if (only === undefined) {
    throw new NotFoundError({
      code: 'ResourceNotFound',
      message: `the account has no resource with the id "${name}" in the regions that are handled, and the history knows none. Name it by its ARN, or call for its account with --account.`,
    });
  }
  if (another === undefined) return only;
  throw new InvalidInputError({
    code: 'AmbiguousResource',
    message: `"${name}" could be ${resources.join(', ')}; name it by its ARN`,
  });
};
