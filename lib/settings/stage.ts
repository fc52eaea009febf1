import * as z from 'zod/mini';
import { account, awsRegion, setting } from './fields.ts';

/** What the stage is, where it lives, and who hears of it. */
export const stageItself = {
  production: setting(
    z.boolean(),
    "Tables and logs are kept when the stack is deleted; its tables cannot be deleted by mistake, and neither can the stage's stack (for the construct in a stack of yours, set `terminationProtection` there); somebody must hear the alarms.",
  ),
  alarmEmails: setting(
    z._default(z.array(z.email()), []),
    'Who hears the alarms; at least one in production.',
  ),
  account: setting(
    z.optional(account),
    'AWS account that the stage lives in: deploying it into another one is refused. The account of the credentials unless set.',
  ),
  region: setting(
    z.optional(awsRegion),
    'AWS region that the stage lives in. The region of the credentials unless set.',
  ),
  runbookUrl: setting(
    z.optional(z.url({ protocol: /^https$/, error: 'expected an address with https://' })),
    'Where the operators read `docs/runbook.md`; alarms link its articles there. Must be set in production.',
  ),
} as const;
