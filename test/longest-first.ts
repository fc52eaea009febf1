import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Suites that take minutes, longest first. A clean clone knows no durations, and Vitest then goes by the size of files: these are small,
 * and one that begins last is waited for while the other processor has nothing to do.
 */
export const longest = [
  'test/reliability/worlds.test.ts',
  'test/package/package.test.ts',
  'test/reliability/interleavings.test.ts',
  'test/reliability/soak.test.ts',
] as const;

/** Where a file comes among those that begin first; behind all of them where it is none. @param file its path */
export const turnOf = (file: string): number => {
  const at = longest.findIndex((name) => file.endsWith(`/${name}`));
  return at === -1 ? longest.length : at;
};

/** Begins the longest suites first; the others in the order of Vitest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.toSorted((left, right) => turnOf(left.moduleId) - turnOf(right.moduleId));
  }
}
