import { readEvent } from '../clouds/events.ts';
import { createTagWriter } from '../wave/tag-writer.ts';
import { createWorkerHandler, type WorkerHandler } from '../worker/worker-handler.ts';
import type { Services } from './services.ts';
import type { Telemetry } from './telemetry.ts';

/** Wires the worker of a process. */
export const workerOf = (services: Services, telemetry: Telemetry): WorkerHandler => {
  const { environment, queue, setAside, jobs, reconcile, provider, random, hasCloud, lanes } =
    services;
  return createWorkerHandler({
    work: {
      ...reconcile,
      writer: createTagWriter(provider, reconcile.wave.gather),
      hasCloud,
      door: lanes.door,
      queue,
      jobs,
      readEvent: (raw) => readEvent(raw, reconcile.regions),
      inlineHeirs: environment.HEIRTAG_INLINE_HEIRS,
      parallelReconciles: environment.HEIRTAG_PARALLEL_RECONCILES,
      jobResourcesPerSecond: environment.HEIRTAG_JOB_RESOURCES_PER_SECOND,
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
    ...telemetry,
  });
};
