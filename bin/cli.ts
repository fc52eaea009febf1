#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { confirmOn } from '../src/cli/confirm.ts';
import { runCli } from '../src/cli/run-cli.ts';
import { createTerminal } from '../src/cli/terminal.ts';
import { version } from './version.ts';

// Whoever reads the answer may stop reading: `heirtag history | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

process.exitCode = await runCli(process.argv.slice(2), {
  version,
  terminal: createTerminal(process),
  confirm: confirmOn(process),
  pause: async (milliseconds) => {
    await sleep(milliseconds);
  },
  readBytes: (file) => (file === '-' ? buffer(process.stdin) : readFile(file)),
  stdin: () => process.stdin,
  serveConsole: async (order) => (await import('./console.ts')).serveConsole(order),
  startLocal: async (args, token) => {
    process.argv.splice(2, process.argv.length, ...args);
    if (token !== undefined) process.env.HEIRTAG_TOKEN = token;
    await import('./local.ts');
  },
  playDemo: async (options) => (await import('./demo.ts')).playDemo(options),
});
