import { InvalidArgumentError } from '@commander-js/extra-typings';
import { arnInput } from '../admin/arn-input.ts';

/** Reads the ARN of a resource, as the API does: a wrong one is wrong usage, and no call is made. */
export const arnFrom = (text: string): string => {
  const parsed = arnInput.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? 'it is no ARN');
};
