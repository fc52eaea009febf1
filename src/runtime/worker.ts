import type { Urgency } from '../clouds/call.ts';
import { readEvent } from '../clouds/events.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { gatheredCloud } from '../wave/gathered-cloud.ts';
import { createTagWriter } from '../wave/tag-writer.ts';
import type { CloudView } from '../worker/reconcile-once.ts';
import { createWorkerHandler, type WorkerHandler } from '../worker/worker-handler.ts';
import type { Services, Together } from './services.ts';
import type { Telemetry } from './telemetry.ts';

/** Settings that list those accounts alone whose cloud the stage touches: of the others nothing can be listed. */
const touchedAccounts = (
  settings: SettingsStore,
  hasCloudFor: (accountId: string) => boolean,
): SettingsStore => ({
  ...settings,
  accounts: async (cursor) => {
    const { items, next } = await settings.accounts(cursor);
    return { items: items.filter(hasCloudFor), next };
  },
});

/** Wires the worker of a process. */
export const workerOf = (services: Services, telemetry: Telemetry): WorkerHandler => {
  const {
    environment,
    queue,
    setAside,
    jobs,
    reconcile,
    later,
    provider,
    random,
    clouds,
    hasCloudFor,
    lanes,
    announcer,
  } = services;
  const viewFor = (urgency: Urgency, together: Together): CloudView => {
    const { gather } = together.wave;
    const call = { pass: lanes.pass(urgency) };
    return {
      wave: together.wave,
      ledger: together.ledger,
      history: together.history,
      settings: touchedAccounts(together.settings, hasCloudFor),
      cloud: gatheredCloud(provider, gather, call),
      writer: createTagWriter(provider, gather, call),
    };
  };
  return createWorkerHandler({
    work: {
      ...reconcile,
      ...viewFor('live', reconcile),
      later: viewFor('later', later),
      hasCloud: clouds.length > 0,
      hasCloudFor,
      door: lanes.door,
      queue,
      jobs,
      readEvent: (raw) => readEvent(raw, reconcile.regions),
      inlineHeirs: environment.HEIRTAG_INLINE_HEIRS,
      parallelReconciles: environment.HEIRTAG_PARALLEL_RECONCILES,
      jobResourcesPerSecond: environment.HEIRTAG_JOB_RESOURCES_PER_SECOND,
      jobLanes: environment.HEIRTAG_JOB_LANES,
    },
    retryLater: queue.retryLater,
    putOff: queue.putOff,
    setAside,
    retries: {
      retrySeconds: environment.HEIRTAG_RETRY_SECONDS,
      retryHours: environment.HEIRTAG_RETRY_HOURS,
      maxReceives: environment.HEIRTAG_MAX_RECEIVES,
    },
    random,
    announcer,
    ...telemetry,
  });
};
