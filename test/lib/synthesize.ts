import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What a machine has that knows neither AWS nor the network nor Docker. */
const bareEnvironment = (home: string) => ({
  PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
  HOME: home,
  CDK_DOCKER: 'no-docker-here',
  AWS_EC2_METADATA_DISABLED: 'true',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
});

export type Synthesis = {
  readonly exitCode: number;
  readonly stderr: string;
  /** Where the cloud assembly is: outside the project, so that bundles find no package.json. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
};

/** Runs `cdk synth` on a machine without credentials, network and Docker. @param options of the command */
export const synthesize = async (...options: readonly string[]): Promise<Synthesis> => {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-synth-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
  try {
    const { stderr } = await run(
      process.execPath,
      [cdk, 'synth', '--quiet', '--output', folder, ...options],
      { cwd: root, env: bareEnvironment(folder) },
    );
    return { exitCode: 0, stderr, folder, remove };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('stderr' in error)) throw error;
    return { exitCode: Number(error.code), stderr: String(error.stderr), folder, remove };
  }
};
