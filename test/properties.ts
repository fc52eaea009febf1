// biome-ignore lint/style/noRestrictedImports: here it gets its seed.
import fc from 'fast-check';

// Properties without a seed of their own draw from this one: whether a change lands must not hang on luck.
const seed = process.env.HEIRTAG_SEED;
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });

/** fast-check, whose random cases are the same again where `HEIRTAG_SEED` is set, as `.ci/run` does. */
export { fc };
