import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutants } from '../test/reliability/mutants.ts';

const root = join(import.meta.dirname, '..');
const only = process.argv.slice(2);

/** True when one of the tests fails. */
const isCaught = (tests: readonly string[]): boolean => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--bail', '1', ...tests], {
    cwd: root,
    env: {
      ...process.env,
      HEIRTAG_WORLDS: '200',
      HEIRTAG_SCHEDULES: '800',
      HEIRTAG_NO_SHRINK: '1',
    },
  });
  return status !== 0;
};

let survivors = 0;
for (const { name, file, from, to, tests } of mutants) {
  if (only.length > 0 && !only.some((word) => name.includes(word))) continue;
  const path = join(root, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(from).length !== 2) {
    throw new Error(`mutant "${name}": its text stands not exactly once in ${file}: ${from}`);
  }
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  try {
    const caught = isCaught(tests);
    if (!caught) survivors += 1;
    console.log(`${caught ? 'caught  ' : 'SURVIVED'}  ${name}  (${tests.join(', ')})`);
  } finally {
    writeFileSync(path, source);
  }
}
process.exitCode = survivors === 0 ? 0 : 1;
