import { cutText } from '../model/cut-text.ts';
import { InvalidInputError } from '../model/errors.ts';
import type { ExpectedVersion } from './rule-edits.ts';

/** The version in an If-Match header; undefined when there is none. @throws InvalidInputError `InvalidParameter.IfMatch` */
export const expectedVersion = (header: string | undefined): ExpectedVersion | undefined => {
  if (header === undefined) return undefined;
  if (header === '*') return 'set';
  const [, digits] = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header) ?? [];
  if (digits !== undefined) return Number(digits);
  throw new InvalidInputError({
    code: 'InvalidParameter.IfMatch',
    message: `If-Match: "${cutText(header, 100)}" is no version; expected the ETag of an answer, such as "7"`,
  });
};
