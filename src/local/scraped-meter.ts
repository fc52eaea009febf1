import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { metricFacts } from '../model/metric-facts.ts';
import { countedApartBy, type Meter, type MetricName, metricNames } from '../model/telemetry.ts';
import type { QueueCounts } from '../queue/sqs-queue.ts';

/** A meter whose metrics are fetched, in the text format of Prometheus. */
export type ScrapedMeter = {
  readonly meter: Meter;
  readonly contentType: string;
  readonly text: () => Promise<string>;
};

const milliseconds = 'Milliseconds';

/** Seconds: from an event that is handled at once to one that is retried for a day. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400];

/** `LagMilliseconds` is `heirtag_lag_seconds`, `TagsSet` is `heirtag_tags_set_total`: units and endings that Prometheus wants. */
export const scrapedName = (name: MetricName): string => {
  const isTime = name.endsWith(milliseconds);
  const words = (isTime ? name.slice(0, -milliseconds.length) : name)
    .replaceAll(/(?<!^)[A-Z]/g, '_$&')
    .toLowerCase();
  return `heirtag_${words}_${isTime ? 'seconds' : 'total'}`;
};

type Add = (value: number, apart: string | undefined) => void;

const countedIn = (registry: Registry, name: MetricName): Add => {
  const { about: help } = metricFacts[name];
  const made = { name: scrapedName(name), help, registers: [registry] };
  if (name.endsWith(milliseconds)) {
    const histogram = new Histogram({ ...made, buckets });
    return (value) => histogram.observe(value / 1000);
  }
  const label = countedApartBy[name];
  const counter = new Counter<string>({ ...made, labelNames: label === undefined ? [] : [label] });
  return (value, apart) =>
    counter.inc(label === undefined || apart === undefined ? {} : { [label]: apart }, value);
};

/** What waits now. */
export type Waiting = QueueCounts & { readonly deadLetters: number };

/**
 * Counts for whoever fetches; what was counted is gone when the process ends, as Prometheus expects.
 * @param waiting asked when it is fetched
 */
export const createScrapedMeter = (waiting: () => Promise<Waiting>): ScrapedMeter => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const adds = new Map(metricNames.map((name) => [name, countedIn(registry, name)]));
  new Gauge({
    name: 'heirtag_queue_messages',
    help: 'messages in the queues now',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      for (const [state, count] of Object.entries(await waiting())) {
        this.set({ state: state.replaceAll(/[A-Z]/g, '_$&').toLowerCase() }, count);
      }
    },
  });
  return {
    meter: { add: (name, value, apart) => adds.get(name)?.(value, apart), flush: () => {} },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
};
