import { writeFileSync } from 'node:fs';

/** Preloaded into a process (`node --import`): writes what it held at the most, in KiB, when it ends. */
const file = process.env.HEIRTAG_BENCH_MEMORY;
if (file !== undefined) {
  process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
}
