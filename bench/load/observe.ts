/**
 * Loaded into a process (`node --import`): notes each request that its embedded database and queue
 * get, in the file that HEIRTAG_BENCH_NOTES names. `notes.ts` reads it.
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { IncomingMessage, ServerResponse } from 'node:http';

const file = process.env.HEIRTAG_BENCH_NOTES;
const flushMs = 200;

const notes: string[] = [];

const flush = (): void => {
  if (file !== undefined && notes.length > 0) appendFileSync(file, notes.splice(0).join(''));
};

const now = (): number => performance.timeOrigin + performance.now();

const observe = (request: IncomingMessage, response: ServerResponse): void => {
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string') return;
  const begin = now();
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('finish', () => {
    const { user, system } = process.cpuUsage();
    const body = Buffer.concat(chunks).toString();
    notes.push(`${JSON.stringify({ target, begin, end: now(), cpu: user + system, body })}\n`);
  });
};

subscribe('http.server.request.start', (message) => {
  const { request, response } = Object(message);
  if (request instanceof IncomingMessage && response instanceof ServerResponse) {
    observe(request, response);
  }
});
setInterval(flush, flushMs).unref();
process.on('exit', flush);
