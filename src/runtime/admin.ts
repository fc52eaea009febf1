import type { Hono } from 'hono';
import { createAccessKeys } from '../access/access-keys.ts';
import { createApp } from '../admin/app.ts';
import type { ApiEnv } from '../admin/mount-call.ts';
import { createRuleAdmin } from '../admin/rule-admin.ts';
import type { Log } from '../model/telemetry.ts';
import { type Access, randomText } from './access.ts';
import type { Services } from './services.ts';

/** Wires the HTTP API of a process. @param access undefined where there is no Tag API */
export const adminOf = (services: Services, log: Log, access?: Access): Hono<ApiEnv> => {
  const { audit, history, queue, deadLetters, bus, simulator, reconcile, newId } = services;
  const { cloud, ledger, settings, guard, clock } = reconcile;
  return createApp({
    ruleAdmin: createRuleAdmin({ settings, queue, clock, newId }),
    accessKeys:
      access === undefined ? undefined : createAccessKeys({ ...access, clock, randomText }),
    audit,
    history,
    settings,
    guard,
    clock,
    bus,
    cloud,
    ledger,
    simulator,
    queue,
    deadLetters,
    newRequestId: newId,
    report: (error, requestId) => log.error('request failed', { requestId, error }),
  });
};
