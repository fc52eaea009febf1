import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import type { Benchmark } from '../report.ts';

const root = join(import.meta.dirname, '../..');

/** Sizes of the gzip files that are replayed. MB. */
const sizes = [10, 100, 1000] as const;

/** A record as long as those of trails are, most of it no text that repeats. */
const record = (index: number) => ({
  eventId: randomBytes(16).toString('hex'),
  eventName: 'AttachDisk',
  eventTime: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
  serviceName: 'Ecs',
  acsRegion: 'cn-hangzhou',
  recipientAccountId: '1000000000000001',
  requestId: randomBytes(16).toString('hex'),
  sourceIpAddress: '198.51.100.7',
  userAgent: 'AlibabaCloud (linux; amd64) Java/1.8 Core/4.5.25 HTTPClient/ApacheHttpClient',
  userIdentity: { type: 'ram-user', accountId: '1000000000000001', userName: 'operator' },
  requestParameters: {
    InstanceId: `i-${randomBytes(10).toString('hex')}`,
    DiskId: `d-${randomBytes(10).toString('hex')}`,
    ClientToken: randomBytes(16).toString('hex'),
  },
  responseElements: { RequestId: randomBytes(16).toString('hex'), HostId: 'ecs.aliyuncs.com' },
});

/** A gzip file of so many MB: a part with records one a line, again and again, as appended files are. */
const writeTrail = async (file: string, megabytes: number): Promise<void> => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `${JSON.stringify(record(index))}\n`);
  const part = gzipSync(lines.join(''));
  for (let bytes = 0; bytes < megabytes * 1e6; bytes += part.length) await appendFile(file, part);
};

/** An API that takes all that it is sent. */
const startApi = async () => {
  const server = createServer(async (request, response) => {
    const events = z.array(z.unknown()).parse(await json(request)).length;
    response.writeHead(202, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        events: Array.from({ length: events }, (_, index) => ({ index, touched: 1, reason: null })),
        rejected: [],
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = z.object({ port: z.number() }).parse(server.address());
  return { url: `http://127.0.0.1:${address.port}`, stop: () => server.close() };
};

const countsSchema = z.string().check(z.regex(/^\d+ accepted, 0 rejected/));

/** Sends a file with the command, in a process of its own. */
const send = async (file: string, url: string, memory: string) => {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', './bench/load/tell-memory.ts', 'bin/cli.ts', 'events', 'send', file],
    {
      cwd: root,
      env: { ...process.env, HEIRTAG_ENDPOINT: url, HEIRTAG_BENCH_MEMORY: memory },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let told = '';
  child.stdout.on('data', (text) => {
    told += text;
  });
  await once(child, 'close');
  const seconds = (performance.now() - began) / 1000;
  const accepted = Number.parseInt(countsSchema.parse(told), 10);
  return { seconds, accepted, kib: Number(await readFile(memory, 'utf8')) };
};

/** What `heirtag events send` holds while it sends a trail's files, by their size. */
export const replay: Benchmark = {
  about: 'heirtag events send with gzip files of several sizes, to an API that takes all at once',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heirtag-bench-'));
    const api = await startApi();
    try {
      const rows = [];
      for (const megabytes of sizes) {
        const file = join(folder, `${megabytes}.gz`);
        await writeTrail(file, megabytes);
        const { size } = await stat(file);
        const { seconds, accepted, kib } = await send(file, api.url, join(folder, 'memory'));
        await rm(file);
        rows.push({
          'gzip, MB': Math.round(size / 1e6),
          events: accepted,
          'events a second': Math.round(accepted / seconds),
          'MB of gzip a second': Number((size / 1e6 / seconds).toFixed(1)),
          'most memory, MiB': Math.round(kib / 1024),
        });
      }
      return rows;
    } finally {
      api.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
