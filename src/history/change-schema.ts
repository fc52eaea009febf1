import * as z from 'zod';
import { isArn } from '../model/arn.ts';
import { isSettingName } from '../rules/catalogue.ts';
import { historyActions } from './history.ts';

/** A cause as stored. */
export const causeSchema = z.object({
  eventId: z.string(),
  eventName: z.string(),
  eventTime: z.string(),
  principal: z.string(),
});

/** A change of a resource as stored. */
export const changeSchema = z.object({
  version: z.number().int().positive(),
  time: z.string(),
  cause: causeSchema,
  lines: z.array(
    z.object({
      key: z.string(),
      action: z.enum(historyActions),
      value: z.string().nullable(),
      previous: z.string().nullable(),
      rule: z.string().refine(isSettingName),
      primary: z.string().refine(isArn),
      reason: z.string(),
    }),
  ),
});
