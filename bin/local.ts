#!/usr/bin/env node
import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { damageIn } from '../src/local/data-folder.ts';
import { startLocal } from '../src/local/start-local.ts';
import { HeirtagError } from '../src/model/errors.ts';
import { thrownMessage } from '../src/model/thrown-message.ts';
import { builtConsole } from './built-console.ts';

const usage = `Runs Heirtag in one process, on this machine only.

  npm start -- [--data DIR] [--port N] [--host ADDRESS]

  --data DIR      folder that keeps everything (default .heirtag)
  --port N        port of the HTTP API (default 8787; 0 picks a free one)
  --host ADDRESS  where to listen (default 127.0.0.1); elsewhere only with HEIRTAG_TOKEN
  --no-console    without the console at /console/
  --help          this text

  HEIRTAG_TOKEN   when set, callers must send Authorization: Bearer <its value>
  HEIRTAG_JOB_RESOURCES_PER_SECOND
                  resources a backfill or sweep may look at (default 50)
  HEIRTAG_JOB_LANES
                  lanes of a backfill or sweep, which work at once (default 1)
  HEIRTAG_CONTEST_REPAIRS
                  how often a tag that others change back is repaired (default 3)
  HEIRTAG_INGEST  whose events are taken at POST /v1/ingest/<cloud>, JSON; see docs/alibaba.md
`;

const tell = (line: string): void => {
  process.stderr.write(`heirtag: ${line}\n`);
};

const fail = (exitCode: 1 | 2, message: string): never => {
  process.stderr.write(`heirtag: ${message}\n`);
  process.exit(exitCode);
};

const readOptions = () => {
  try {
    const { values } = parseArgs({
      allowNegative: true,
      options: {
        data: { type: 'string', default: '.heirtag' },
        port: { type: 'string', default: '8787' },
        host: { type: 'string', default: '127.0.0.1' },
        console: { type: 'boolean', default: true },
        help: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) {
      return fail(2, `--port takes a number from 0 to 65535, not "${values.port}"`);
    }
    if (values.host === '') return fail(2, '--host takes an address, not an empty text');
    if (values.data === '') return fail(2, '--data takes a folder, not an empty text');
    return { ...values, port };
  } catch (error) {
    return fail(2, `${thrownMessage(error)}\n\n${usage}`);
  }
};

// Of what the data folder gets while it runs, nothing is for others.
process.umask(0o077);

const { data, port, host, console: hasConsole, help } = readOptions();
if (help) {
  process.stdout.write(usage);
  process.exit(0);
}

// The embedded database throws where nobody can catch it.
process.on('uncaughtException', (error) => {
  fail(1, damageIn(data, error)?.message ?? (error.stack || String(error)));
});

try {
  const runner = await startLocal({
    ...(hasConsole ? { console: builtConsole(tell) } : {}),
    version: packageJson.version,
    dataDir: data,
    port,
    hostname: host,
    token: process.env.HEIRTAG_TOKEN,
    jobResourcesPerSecond: process.env.HEIRTAG_JOB_RESOURCES_PER_SECOND,
    jobLanes: process.env.HEIRTAG_JOB_LANES,
    contestRepairs: process.env.HEIRTAG_CONTEST_REPAIRS,
    ingest: process.env.HEIRTAG_INGEST,
  });
  process.stdout.write(`heirtag listens on ${runner.url}\n`);
  if (runner.consoleUrl !== undefined) {
    process.stdout.write(`console at ${runner.consoleUrl}\n`);
  }
  process.stdout.write(`data in ${data}; Ctrl-C finishes what is in flight and stops\n`);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    runner.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(1, `did not stop cleanly: ${String(error)}`),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (error) {
  fail(1, error instanceof HeirtagError ? error.message : String(error));
}
