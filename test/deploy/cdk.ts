import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MiniStack } from '../emulators/ministack.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Runs a command of the CDK against the emulator. @returns what it printed */
export const cdk = async (
  { environment }: MiniStack,
  ...args: readonly string[]
): Promise<string> => {
  const script = join(root, 'node_modules/aws-cdk/bin/cdk');
  const options = { cwd: root, env: environment, maxBuffer: 64 * 1024 * 1024 };
  const { stdout, stderr } = await run(process.execPath, [script, ...args], options);
  return `${stdout}${stderr}`;
};
