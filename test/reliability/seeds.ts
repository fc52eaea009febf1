/**
 * The seed of a suite's second half. `HEIRTAG_SEED` gives one to every suite and the suite's own variable goes
 * before it; without either it is a fresh one, so that each run on a developer's machine looks at new cases. `.ci/run`
 * sets it: whether a change may land must not hang on luck.
 */
export const secondSeed = (variable: string): number =>
  Number(process.env[variable] ?? process.env.HEIRTAG_SEED ?? Date.now() % 2 ** 31);
