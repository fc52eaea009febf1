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

/** The SDK loads it for calls that stream events; no call of ours does. */
const eventStreams = '@smithy/core/event-streams';

/** How functions are bundled, beside their format; the benchmarks bundle the same way. */
export const bundling = {
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourceMap: true,
  sourcesContent: false,
  /** All else is bundled, the SDK included: a function runs what the lockfile says. */
  externalModules: [...otherCredentials, eventStreams],
};

/** Stack traces name our own files and lines. */
export const nodeOptions = '--enable-source-maps';
