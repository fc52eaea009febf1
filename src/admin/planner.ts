import * as z from 'zod/mini';
import type { SettingName } from '../clouds/catalogue.ts';
import { forecastPage, type Run, withSettings } from '../engine/forecast.ts';
import type { LoopGuard } from '../engine/loop-guard.ts';
import type { Eyes } from '../engine/observe.ts';
import { readCursor, writeCursor } from '../engine/place.ts';
import { backfillRun, sweepRun } from '../engine/runs.ts';
import type { Clock } from '../model/clock.ts';
import { apiErrorOf } from './api-error.ts';
import { limitInput } from './paging.ts';
import { type PlanAnswer, tellPlan } from './plan-answer.ts';
import type { Preview, RuleAdmin } from './rule-admin.ts';
import type { Edit } from './rule-edits.ts';

/** Query parameters of writes that can be planned. */
export const planQuery = {
  dryRun: z
    ._default(z.enum(['true', 'false']), 'false')
    .check(z.describe('true: write nothing and answer what would change')),
  limit: limitInput({ usual: 200, most: 1000 }).check(
    z.describe('with dryRun: so many resources are enough for a page'),
  ),
  cursor: z.optional(z.string()).check(z.describe('with dryRun: `next` of the page before')),
};

/** Which page of a plan. */
export type PlanPage = { readonly limit: number; readonly cursor?: string | undefined };

/** An edit of the rule that somebody names so. */
export type NamedEdit = {
  readonly settingName: string;
  readonly edit: Edit;
  /** The rule would be applied to what exists even if it is so already. */
  readonly isApplied?: boolean;
};

/** Says what a write would do to tags; writes nothing. */
export type Planner = {
  /** What an edit would do. @throws what the edit throws */
  readonly planEdit: (accountId: string, edit: Edit, page: PlanPage) => Promise<PlanAnswer>;
  /** What edits, one after the other, would do; one that would be refused does nothing, and is told. */
  readonly planEdits: (
    accountId: string,
    edits: readonly NamedEdit[],
    page: PlanPage,
  ) => Promise<PlanAnswer>;
  /** What applying a rule to existing resources would do. */
  readonly planBackfill: (
    accountId: string,
    settingName: SettingName,
    page: PlanPage,
  ) => Promise<PlanAnswer>;
  /** What a sweep over an account would do. */
  readonly planSweep: (accountId: string, page: PlanPage) => Promise<PlanAnswer>;
};

export type PlannerDeps = {
  readonly eyes: Eyes;
  readonly ruleAdmin: Pick<RuleAdmin, 'preview'>;
  readonly clock: Clock;
  readonly guard: LoopGuard;
};

/** Leaves the time-out of the function room. Seconds. */
const mostSeconds = 15;

/** Opens the planner. */
export const createPlanner = ({ eyes, ruleAdmin, clock, guard }: PlannerDeps): Planner => {
  const tell = async (
    run: Run,
    { limit, cursor }: PlanPage,
    refusals: PlanAnswer['refusals'] = [],
  ): Promise<PlanAnswer> => {
    const { forecasts, unread, path } = await forecastPage(run, {
      clock,
      guard,
      path: readCursor(cursor ?? null),
      enough: limit,
      mostSeconds,
    });
    return tellPlan(forecasts, {
      tagCallsFor: eyes.cloud.tagCallsFor,
      next: path === undefined ? null : writeCursor(path),
      refusals,
      unread,
    });
  };

  const tellPreview = (
    { settings, backfills }: Preview,
    page: PlanPage,
    {
      applied = [],
      refusals = [],
    }: {
      readonly applied?: readonly string[];
      readonly refusals?: PlanAnswer['refusals'];
    } = {},
  ): Promise<PlanAnswer> => {
    const asked = new Set<string>([...backfills.map(({ settingName }) => settingName), ...applied]);
    const names = [...settings.rules.values()]
      .filter(({ settingName, backfillId }) => backfillId !== null && asked.has(settingName))
      .map(({ settingName }) => settingName);
    const run = backfillRun(withSettings(eyes, settings), settings.accountId, names);
    return tell(run, page, refusals);
  };

  return {
    planEdit: async (accountId, edit, page) => {
      const preview = await ruleAdmin.preview(accountId, [edit]);
      for (const { error } of preview.refusals) throw error;
      return tellPreview(preview, page);
    },
    planEdits: async (accountId, edits, page) => {
      const preview = await ruleAdmin.preview(
        accountId,
        edits.map(({ edit }) => edit),
      );
      const refusals = preview.refusals.map(({ index, error }) => {
        const { code, message } = apiErrorOf(error);
        return { settingName: edits[index]?.settingName ?? '', code, message };
      });
      const applied = edits.flatMap(({ settingName, isApplied }) =>
        isApplied === true ? [settingName] : [],
      );
      return tellPreview(preview, page, { applied, refusals });
    },
    planBackfill: (accountId, settingName, page) =>
      tell(backfillRun(eyes, accountId, [settingName]), page),
    planSweep: (accountId, page) => tell(sweepRun(eyes, accountId), page),
  };
};
