import { randomUUID } from 'node:crypto';
import { createRuleAdmin, type RuleAdmin } from '../../src/admin/rule-admin.ts';
import { type Edit, putRule, switchFeature } from '../../src/admin/rule-edits.ts';
import type { RuleInput } from '../../src/admin/rule-input.ts';
import { createDynamoDbJobs } from '../../src/jobs/dynamodb-jobs.ts';
import { jobIdOf } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import type { InternalMessage } from '../../src/queue/message.ts';
import { createDynamoDbSettings } from '../../src/settings/dynamodb-settings.ts';
import type {
  AccountSettings,
  RuleSetting,
  SettingsStore,
  Status,
} from '../../src/settings/settings.ts';
import { diskRule } from '../engine/fixtures.ts';
import type { EmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

export const account = '1000000000000001';

/** Id of the n-th job that is started at the first moment. */
export const jobId = (n: number): string => jobIdOf('2026-03-01T08:00:00.000Z', `id-${n}`);

export type Options = {
  /** Runs before each write with the store as it really is. @param write 1, 2, … */
  readonly beforeReplace?: (store: SettingsStore, write: number) => Promise<void>;
  /** Runs after each write that succeeded. */
  readonly afterReplace?: (store: SettingsStore) => Promise<void>;
  readonly sendFails?: Error;
};

/** The use cases on real settings, and the order in which they sent and wrote. */
export type RuleAdminWorld = {
  readonly admin: RuleAdmin;
  readonly store: SettingsStore;
  readonly jobs: JobStore;
  /** `send <job id> +<delay>` and `write <version>`, in order. */
  readonly log: string[];
  readonly sent: InternalMessage[];
  readonly tick: (milliseconds: number) => void;
  /** Edits the account as alice. */
  readonly edit: (edit: Edit) => Promise<AccountSettings>;
  readonly setFeature: (status: Status) => Promise<Status>;
  /** Puts the rule of disks. */
  readonly put: (input: RuleInput, settingName?: string) => Promise<RuleSetting>;
};

/** Opens the use cases on a fresh table; ids are `id-1`, `id-2`, … */
export const openRuleAdmin = async (
  dynamoDb: EmbeddedDynamoDb,
  options: Options = {},
): Promise<RuleAdminWorld> => {
  const { table } = await dynamoDb.createTable();
  const store = createDynamoDbSettings({ table, newId: randomUUID });
  const jobs = createDynamoDbJobs({ table });
  const log: string[] = [];
  const sent: InternalMessage[] = [];
  let time = Date.parse('2026-03-01T08:00:00Z');
  let ids = 0;
  let writes = 0;
  const settings: SettingsStore = {
    ...store,
    replace: async (previous, change) => {
      writes += 1;
      await options.beforeReplace?.(store, writes);
      const next = await store.replace(previous, change);
      log.push(`write ${next.version}`);
      await options.afterReplace?.(store);
      return next;
    },
  };
  const admin = createRuleAdmin({
    hasCloudFor: () => true,
    settings,
    jobs,
    clock: () => time,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    queue: {
      send: async (messages, delaySeconds) => {
        if (options.sendFails !== undefined) throw options.sendFails;
        sent.push(...messages);
        log.push(...messages.map(({ cause }) => `send ${cause.eventId} +${delaySeconds}`));
      },
    },
  });
  const edit: RuleAdminWorld['edit'] = (each) =>
    admin.edit({ accountId: account, principal: 'alice', edit: each });
  return {
    admin,
    edit,
    setFeature: async (status) => (await edit(switchFeature(status))).feature,
    store,
    jobs,
    log,
    sent,
    tick: (milliseconds) => {
      time += milliseconds;
    },
    put: async (input, settingName = diskRule) => {
      const { rules } = await edit(putRule({ settingName, change: input }));
      const stored = [...rules.values()].find((rule) => rule.settingName === settingName);
      if (stored === undefined) throw new Error(`${settingName} was not stored`);
      return stored;
    },
  };
};
