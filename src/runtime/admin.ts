import type { Hono } from 'hono';
import { createAccessKeys } from '../access/access-keys.ts';
import { createApp } from '../admin/app.ts';
import type { Admission } from '../admin/caller.ts';
import { createJobAdmin } from '../admin/job-admin.ts';
import type { ApiEnv } from '../admin/mount-call.ts';
import { createPlanner } from '../admin/planner.ts';
import type { About } from '../admin/routes/about.ts';
import { createRuleAdmin } from '../admin/rule-admin.ts';
import type { Log, Meter } from '../model/telemetry.ts';
import { schemaVersion } from '../storage/schema.ts';
import { type Access, randomText } from './access.ts';
import type { Services } from './services.ts';

/** How a process serves the API. */
export type AdminOptions = {
  /** Undefined where there is no Tag API. */
  readonly access?: Access | undefined;
  /** Everybody's calls are taken unless set: others must keep strangers away. */
  readonly admission?: Admission;
  /** Nothing is counted unless set. */
  readonly meter?: Pick<Meter, 'add'>;
  /** True unless set: calls may name their account in the query. */
  readonly takesOldForm?: boolean;
};

const noMeter: Pick<Meter, 'add'> = { add: () => {} };

const aboutOf = ({ environment, clouds }: Services): About => ({
  version: environment.HEIRTAG_VERSION,
  schemaVersion,
  stage: environment.HEIRTAG_STAGE,
  isProduction: environment.HEIRTAG_PRODUCTION === 'true',
  clouds,
});

/** Wires the HTTP API of a process. */
export const adminOf = (
  services: Services,
  log: Log,
  { access, admission = 'anybody', takesOldForm = true, meter = noMeter }: AdminOptions,
): Hono<ApiEnv> => {
  const {
    audit,
    history,
    queue,
    jobs,
    deadLetters,
    bus,
    simulator,
    reconcile,
    newId,
    hasCloudFor,
  } = services;
  const { cloud, ledger, settings, guard, clock } = reconcile;
  const ruleAdmin = createRuleAdmin({ settings, jobs, queue, clock, newId, hasCloudFor });
  return createApp({
    about: aboutOf(services),
    admission,
    takesOldForm,
    jobs,
    jobAdmin: createJobAdmin({ settings, jobs, queue, clock, newId, hasCloudFor }),
    accessKeys:
      access === undefined ? undefined : createAccessKeys({ ...access, clock, randomText }),
    ruleAdmin,
    planner: createPlanner({ eyes: reconcile, ruleAdmin, clock, guard: reconcile.guard }),
    audit,
    history,
    settings,
    guard,
    clock,
    bus,
    meter,
    regions: reconcile.regions,
    cloud,
    ledger,
    simulator,
    queue,
    deadLetters,
    newRequestId: newId,
    log,
  });
};
