import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pythonEnvironment } from './python-environment.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-no-python-'));
  vi.stubEnv('PATH', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

it('says what to install where there is no Python', () => {
  const root = join(import.meta.dirname, '../..');
  const environment = pythonEnvironment(
    relative(root, join(folder, 'environment')),
    join(import.meta.dirname, 'requirements.txt'),
  );

  expect(() => environment.make()).toThrow(
    /^there is no python3 in the PATH\. .*Python 3\.10 or later with venv.*\nDebian, Ubuntu: apt install/,
  );
});
