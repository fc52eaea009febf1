import * as z from 'zod/mini';
import { conflictPolicies, statuses } from '../settings/settings.ts';

/** Fields of a body that choose a rule's setting, beside its status. */
export const settingFields = {
  tagKeys: z
    .optional(z.array(z.string()))
    .check(
      z.describe('at most 50, in the order that decides who is first when a resource is full'),
    ),
  excludedKeys: z
    .optional(z.array(z.string()))
    .check(z.describe('at most 50; a * at the end stands for any ending')),
  letThroughKeys: z
    .optional(z.array(z.string()))
    .check(
      z.describe('at most 10 withheld keys, such as kubernetes.io/…, to inherit all the same'),
    ),
  existingStatus: z
    .optional(z.enum(statuses))
    .check(z.describe('Apply To Existing Resources; each switch to Enable starts one backfill')),
  conflictPolicy: z.optional(z.enum(conflictPolicies)),
  restoreDisplaced: z.optional(z.boolean()),
} as const;
