import * as z from 'zod/mini';
import { type Arn, isArn } from '../model/arn.ts';

/** The ARN of a resource as a parameter or field. */
export const arnInput = z.pipe(
  z.string(),
  z.custom<Arn, string>(isArn, {
    error: ({ input }) =>
      `"${String(input).slice(0, 200)}" is not the ARN of a known resource; expected arn:acs:<product>:<region>:<account>:<type>/<id>`,
  }),
);
