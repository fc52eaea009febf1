import * as z from 'zod/mini';
import { announcementKinds } from '../../src/announce/announcements.ts';
import { setting, wholeNumber } from './fields.ts';

/** What CloudWatch Logs offers. Days. */
const retentions = [1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731, 1827, 3653] as const;

/** What is kept, announced and watched, and for how long. */
export const upkeep = {
  historyDays: setting(
    z._default(wholeNumber(1, 3650), 90),
    'How long the history of what was set, removed and refused is kept.',
    'days',
  ),
  sweepHours: setting(
    z._default(wholeNumber(1, 144), 24),
    'Time between two sweeps for drift and lost events.',
    'hours',
  ),
  lagAlarmSeconds: setting(
    z._default(wholeNumber(10, 86_400), 300),
    'Event time to applied, p99, and age of the oldest message above which an alarm goes off.',
    'seconds',
  ),
  restoredStateTable: setting(
    z.optional(
      z.string().check(z.regex(/^[A-Za-z0-9_.-]{3,255}$/, 'expected the name of a table')),
    ),
    "Table that takes the place of the stage's own state table after a restore; docs/runbook.md says how.",
  ),
  rulesFile: setting(
    z.optional(z.string().check(z.minLength(1))),
    'Rules file that is applied when it comes to the stage and whenever it changes; its path from the folder in which CDK runs. docs/rules-as-code.md says what it may hold.',
  ),
  pruneRules: setting(
    z._default(z.boolean(), false),
    'Rules that are on, of accounts in `rulesFile`, and that it does not name, are turned off.',
  ),
  eventsOut: setting(
    z._default(z.array(z.enum(announcementKinds)).check(z.maxLength(announcementKinds.length)), []),
    'What the stage announces on its bus: `docs/events-out.md` says what each event holds. Nothing unless set.',
  ),
  archiveDays: setting(
    z._default(wholeNumber(0, 365), 14),
    'How long events are kept, so that lost time can be replayed; 0 keeps none.',
    'days',
  ),
  logLevel: setting(
    z._default(z.literal(['DEBUG', 'INFO', 'WARN', 'ERROR']), 'INFO'),
    'The least that functions log.',
  ),
  logRetentionDays: setting(
    z._default(z.literal([...retentions]), 30),
    'How long logs are kept.',
    'days',
  ),
} as const;
