import * as z from 'zod';
import { isoTime } from '../model/clock.ts';

const moment = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), {
    message: 'is no time; expected ISO 8601, such as 2026-03-01T08:00:00Z',
  })
  .transform((text) => isoTime(Date.parse(text)));

/** Query parameters of lists that a range of time narrows; both ends belong to it. */
export const timeRange = {
  from: moment.optional().describe('first moment, ISO 8601; the beginning unless given'),
  to: moment.optional().describe('last moment, ISO 8601; now unless given'),
};
