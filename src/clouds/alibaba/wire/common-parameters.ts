import { cutText } from '../../../model/cut-text.ts';
import { CloudApiError } from '../../simulator.ts';
import type { WireCall, WireParameter } from '../../wire.ts';

/** For whom a call is made, where clients say so. */
const ownerNames = ['OwnerId', 'OwnerAccount', 'ResourceOwnerId', 'ResourceOwnerAccount'] as const;
const longestShown = 100;

const refuse = (name: string, given: WireParameter, expected: string): CloudApiError =>
  new CloudApiError(
    400,
    `InvalidParameter.${name}`,
    `The parameter ${name} is not valid: ${cutText(String(given), longestShown)}; expected ${expected}.`,
  );

/**
 * What is left of a call's parameters when those are taken off that every call may have. Answers are
 * always JSON, and nobody acts for another account than the key's.
 * @throws CloudApiError when they ask for something else
 */
export const withoutCommon = ({
  parameters,
  accountId,
}: Pick<WireCall, 'parameters' | 'accountId'>): WireCall['parameters'] => {
  const left = new Map(Object.entries(parameters));
  const take = (name: string, expected: string): void => {
    const given = left.get(name);
    if (given !== undefined && String(given).toLowerCase() !== expected.toLowerCase()) {
      throw refuse(name, given, expected);
    }
    left.delete(name);
  };
  take('Format', 'JSON');
  for (const name of ownerNames) take(name, accountId);
  return Object.fromEntries(left);
};
