import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layStory, type Story } from './story.ts';

/** A story whose events wait to be put on the bus of a runner. */
export type Laid = Story & {
  /** For what a measurement writes. */
  readonly folder: string;
  /** Of the runner. */
  readonly dataDir: string;
};

/** Lays a story in a folder of its own, lets something be measured, and removes the folder. */
export const withStory = async <T>(
  each: number,
  measure: (laid: Laid) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-load-'));
  try {
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    return await measure({ ...(await layStory(dataDir, each)), folder, dataDir });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
