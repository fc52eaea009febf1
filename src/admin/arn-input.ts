import * as z from 'zod';
import { isArn } from '../model/arn.ts';

/** The ARN of a resource as a parameter or field. */
export const arnInput = z.string().refine(isArn, {
  error: ({ input }) =>
    `"${String(input).slice(0, 200)}" is not the ARN of a known resource; expected arn:acs:<product>:<region>:<account>:<type>/<id>`,
});
