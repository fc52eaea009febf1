import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment } from '../../test/emulators/python-environment.ts';
import { credentials, region, tagKeys } from './estate.ts';

/** Cloud Custodian in a virtual environment of its own: it needs other versions than the emulators. */
export const custodian = pythonEnvironment(
  '.custodian',
  join(import.meta.dirname, 'requirements.txt'),
);

/** What copies tags of instances to their volumes: the two actions that can. */
export const actions = {
  'copy-instance-tags': { type: 'copy-instance-tags', tags: tagKeys },
  'copy-related-tag': {
    type: 'copy-related-tag',
    resource: 'ec2',
    key: 'Attachments[0].InstanceId',
    tags: tagKeys,
  },
} as const;

const policyWith = (action: keyof typeof actions): string =>
  JSON.stringify({
    policies: [
      {
        name: 'volumes-inherit',
        resource: 'ebs',
        // Asked of AWS itself, so that it lists no other volumes.
        query: [{ 'attachment.status': 'attached' }],
        actions: [actions[action]],
      },
    ],
  });

/** After which a run is ended, and has failed. Milliseconds. */
const patienceMs = 15 * 60_000;

/** Runs a policy to its end, as a schedule would. @param endpoint in the place of AWS @throws Error with its log when it fails */
export const runCustodian = async (
  endpoint: string,
  action: keyof typeof actions,
): Promise<void> => {
  const home = await mkdtemp(join(tmpdir(), 'heirtag-custodian-'));
  try {
    await writeFile(join(home, 'policy.json'), policyWith(action));
    const child = spawn(
      custodian.program('custodian'),
      [
        ...['run', '--region', region],
        ...['--cache-period', '0', '-s', home, join(home, 'policy.json')],
      ],
      {
        env: {
          HOME: home,
          TMPDIR: home,
          PATH: process.env.PATH,
          AWS_ENDPOINT_URL: endpoint,
          AWS_DEFAULT_REGION: region,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: patienceMs,
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const [code, signal] = await once(child, 'close');
    if (code !== 0 || /error/i.test(output))
      throw new Error(`custodian ended with ${code ?? signal}: ${output}`);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
};
