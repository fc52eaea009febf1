import { clouds } from '#clouds';
import { cutText } from '../model/cut-text.ts';
import { InvalidInputError } from '../model/errors.ts';
import type { Arn, ResourceRef, ResourceType } from './cloud.ts';
import { cloudOfType } from './resource-types.ts';

export type { Arn, ResourceRef } from './cloud.ts';

/** Writes the ARN of a resource, as its cloud does. @throws InvalidInputError `InvalidType` for a type of no cloud */
export const formatArn = (ref: ResourceRef): Arn => cloudOfType(ref.type).arns.format(ref);

/** Reads an ARN of one of the known resource types; undefined for anything else. */
export const readArn = (text: string): ResourceRef | undefined => {
  for (const { arns } of clouds) {
    const ref = arns.read(text);
    if (ref !== undefined) return ref;
  }
  return undefined;
};

/** True for a well-formed ARN of a known resource type. */
export const isArn = (text: string): text is Arn => readArn(text) !== undefined;

/**
 * An ARN in the one form that it has here, in whichever of its cloud's forms it is written; undefined for anything
 * else. What comes from outside is read by this: a resource under two names would be two resources.
 */
export const ownForm = (text: string): Arn | undefined => {
  const ref = readArn(text);
  return ref && formatArn(ref);
};

/** An ARN, for help texts. */
export const exampleArn = clouds[0].arns.example;

/** How ARNs are written, as it is told to people. */
export const arnForms = clouds.map(({ arns }) => arns.form).join(' or ');

/**
 * Reads an ARN of one of the known resource types.
 * @throws InvalidInputError `InvalidArn` when the text is anything else.
 */
export const parseArn = (text: string): ResourceRef => {
  const ref = readArn(text);
  if (ref !== undefined) return ref;
  const forms = clouds.map(
    ({ arns: { form, kinds } }) => `${form} with one of ${kinds.join(', ')}`,
  );
  throw new InvalidInputError({
    code: 'InvalidArn',
    message: `"${cutText(text, 200)}" is not the ARN of a known resource: expected ${forms.join(' or ')}, and an id of at most 512 bytes`,
  });
};

/**
 * The type of a resource; quicker than taking the whole name apart.
 * @throws InvalidInputError `InvalidArn` when no known type has such names
 */
export const typeOf = (arn: Arn): ResourceType => {
  for (const { arns } of clouds) {
    const type = arns.typeOf(arn);
    if (type !== undefined) return type;
  }
  return parseArn(arn).type;
};
