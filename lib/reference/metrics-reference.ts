import { scrapedName } from '../../src/local/scraped-meter.ts';
import { metricFacts } from '../../src/model/metric-facts.ts';
import { countedApartBy, metricNames, metricNamespace } from '../../src/model/telemetry.ts';

/** Makes `docs/metrics.md`. */
export const metricsReference = (): string => {
  const rows = metricNames.map((name) => {
    const { about } = metricFacts[name];
    const dimension = countedApartBy[name];
    const unit = name.endsWith('Milliseconds') ? 'milliseconds' : 'count';
    const told = dimension === undefined ? about : `${about} (dimension \`${dimension}\`)`;
    return `| \`${name}\` | ${unit} | \`${scrapedName(name)}\` | ${told} |`;
  });
  return `# Metrics

Made from \`src/model/metric-facts.ts\` by \`npm run docs\`.

A stage counts into CloudWatch, namespace \`${metricNamespace}\`, with the dimension \`service\`: \`heirtag-<stage>-worker\`,
\`heirtag-<stage>-admin\`, \`heirtag-<stage>-tag-api\` or \`heirtag-<stage>-ingest\`. Its dashboard and alarms are made of these metrics and of those of
SQS, Lambda, DynamoDB and EventBridge; [runbook.md](runbook.md) says what to do when an alarm rings.

The local runner tells the same to Prometheus at \`GET /metrics\`, times in seconds as histograms, with the messages that
wait (\`heirtag_queue_messages\`) and what is usual of a Node process (\`process_…\`, \`nodejs_…\`). Where the runner has a
token, a scrape needs it, too: \`authorization: { credentials: <token> }\`.

| CloudWatch | unit | Prometheus | |
|---|---|---|---|
${rows.join('\n')}
`;
};
