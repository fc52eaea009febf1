import { join } from 'node:path';
import { build } from 'esbuild';
import { bundledAs, functionsOf, type Variant, variants } from './function-code.ts';
import { leanPackages } from './lean-packages.ts';
import { packageFolder } from './package-folder.ts';

/**
 * Where the SDK looks for credentials when the environment has none. Lambda always puts the role's
 * into the environment, so that these are never loaded; see docs/decisions/0014-lean-bundles.md.
 */
const otherCredentials = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/** The SDK loads it for calls that stream events; no call of ours does, but some clients of AWS's services want it there. */
const eventStreams = '@smithy/core/event-streams';

/** Variants that carry clients of AWS's services, beside those that the service stands on. */
const ofServices: readonly Variant[] = ['aws', 'all'];

/** All else is bundled, the SDK included: a function runs what the lockfile says. */
const leftOutOf = (variant: Variant): readonly string[] =>
  ofServices.includes(variant) ? otherCredentials : [...otherCredentials, eventStreams];

/**
 * Puts the lists of one variant in the place of the usual ones, so that a function carries what its stage needs.
 * Two files: what opens a cloud asks the list of clouds, which must be there before.
 */
const listsOf = (variant: Variant): Readonly<Record<string, string>> => ({
  '#clouds': `./lib/variants/${variant}.ts`,
  '#openers': `./lib/variants/${variant}-openers.ts`,
});

/** Runs before all else of a function; see docs/decisions/0076-what-a-cold-start-pays-for.md. */
const bundleStart = 'src/runtime/bundle-start.ts';

/** A module that runs one file, then another, and exports what that exports. Paths from the package's folder. */
const startingWith = (first: string, then: string): string =>
  `import './${first}';\nexport * from './${then}';\n`;

/** How a function is bundled. */
export type BundleOptions = {
  /** Packages that the bundle does not hold. */
  readonly leftOut?: readonly string[];
  /** Which clouds it carries; the simulated one unless given. */
  readonly variant?: Variant;
  /** False takes packages as they are, to compare with. */
  readonly isLean?: boolean;
};

/**
 * Bundles a function into one file, with its source map beside it.
 * @param entry file that exports the handler, from the package's folder; what it does beside is not kept
 */
export const bundleFunction = async (
  entry: string,
  outfile: string,
  { variant = 'simulated', leftOut = leftOutOf(variant), isLean = true }: BundleOptions = {},
): Promise<void> => {
  await build({
    target: 'node24',
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    bundle: true,
    minify: true,
    // Not named in the bundle: what reads it when it is needed is in there.
    sourcemap: 'external',
    sourcesContent: false,
    plugins: isLean ? [leanPackages] : [],
    external: [...leftOut],
    alias: listsOf(variant),
    absWorkingDir: packageFolder,
    stdin: { contents: startingWith(bundleStart, entry), resolveDir: packageFolder },
    outfile,
    logLevel: 'error',
  });
};

/** What stages of a variant run, each with the variant that it is bundled as. */
const functionsIn = (variant: Variant) =>
  functionsOf(variant).map((name) => [name, bundledAs(name, variant)] as const);

/** Bundles the functions of the service into a folder, as `<folder>/<variant>/<name>/index.js`, each once. */
export const bundleFunctions = async (
  folder: string,
  wanted: readonly Variant[] = variants,
): Promise<void> => {
  const bundled = new Set<string>();
  for (const [name, variant] of wanted.flatMap(functionsIn)) {
    const outfile = join(folder, variant, name, 'index.js');
    if (bundled.has(outfile)) continue;
    bundled.add(outfile);
    await bundleFunction(`src/handlers/${name}.ts`, outfile, { variant });
  }
};
