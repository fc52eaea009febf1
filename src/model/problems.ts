import { InvalidInputError } from './errors.ts';

/** One thing that is wrong with an input. */
export type Problem = { readonly code: string; readonly message: string };

/** Problems that are told one by one. */
const mostTold = 10;

/**
 * One error for all that is wrong with an input, so that nobody has to find out one by one.
 * @param problems at least one; its code is that of the first
 */
export const errorOfAll = ([first, ...others]: readonly Problem[]): InvalidInputError => {
  const { code = 'InvalidParameter', message = 'is not valid' } = first ?? {};
  const told = others.slice(0, mostTold - 1).map((each) => each.message);
  const left = others.length - told.length;
  const more = left === 0 ? [] : [`and ${left} more`];
  return new InvalidInputError({ code, message: [message, ...told, ...more].join('; ') });
};
