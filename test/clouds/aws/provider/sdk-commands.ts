import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Client of the SDK → the service as IAM names it. */
const services: Readonly<Record<string, string>> = {
  'auto-scaling': 'autoscaling',
  'cloudwatch-logs': 'logs',
  ec2: 'ec2',
  eks: 'eks',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  lambda: 'lambda',
  rds: 'rds',
  'resource-groups-tagging-api': 'tag',
};

const folder = join(import.meta.dirname, '../../../../src/clouds/aws/provider');

/** Commands of the SDK that a source imports, as IAM names what they need. */
const commandsIn = (source: string): readonly string[] =>
  [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([^']+)'/g)].flatMap(
    ([, names = '', client = '']) =>
      [...names.matchAll(/\b(\w+)Command\b/g)].map(([, name]) => `${services[client]}:${name}`),
  );

/** Every command that the provider's sources import. */
export const providerCommands: ReadonlySet<string> = new Set(
  globSync('**/*.ts', { cwd: folder }).flatMap((file) =>
    commandsIn(readFileSync(join(folder, file), 'utf8')),
  ),
);
