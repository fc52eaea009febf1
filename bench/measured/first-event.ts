/**
 * A fresh execution environment: loads a function as Lambda's Node.js runtime does, handles one event,
 * tells when, and ends. Started by the benchmark of cold starts, bundled, with the function's own
 * environment.
 */
import { createRequire } from 'node:module';

const [file = '', event = ''] = process.argv.slice(2);

/** Since the process started, and of its processor time. Milliseconds. */
const now = () => {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
};

const start = async (): Promise<void> => {
  const { handler } = createRequire(file)(file);
  const loaded = now();
  const answer: unknown = await handler(JSON.parse(event), {
    awsRequestId: 'request-1',
    functionName: 'function',
    getRemainingTimeInMillis: () => 30_000,
  });
  const handled = now();
  process.send?.({ loaded, handled, answer }, () => process.exit(0));
};

// Exported, for a bundle holds what its entry exports and nothing else.
export const started = start();
