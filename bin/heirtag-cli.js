#!/usr/bin/env node
// Plain JavaScript, because it must run where Node cannot run TypeScript yet: then it looks for the
// Node that npm ci put into node_modules, and hands over.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('cli.ts', import.meta.url));

const runsTypeScript = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
};

const bundledNode = () => {
  try {
    const require = createRequire(import.meta.url);
    const folder = dirname(
      require.resolve(`node-${process.platform}-${process.arch}/package.json`),
    );
    return join(folder, 'bin', 'node');
  } catch {
    return undefined;
  }
};

const fail = (message) => {
  process.stderr.write(`heirtag: ${message}\n`);
  process.exit(1);
};

const handOver = (node) => {
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself; who ends only this process means the child.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`cannot run ${node}: ${error.message}`));
  child.on('exit', (code) => process.exit(code ?? 1));
};

if (runsTypeScript()) {
  await import('./cli.ts');
} else {
  const node = bundledNode();
  if (node === undefined) {
    fail(`needs Node 22.18 or later, or npm ci on Linux; this is Node ${process.versions.node}`);
  } else {
    handOver(node);
  }
}
