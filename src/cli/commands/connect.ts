import { connections } from '#connections';
import type { Connection, ConnectionRequest } from '../../clouds/connection.ts';
import { InvalidInputError } from '../../model/errors.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, isForPrograms } from '../session.ts';

const names = connections.map(({ cloud }) => cloud);

const wrong = (message: string): InvalidInputError =>
  new InvalidInputError({ code: 'InvalidConnection', message });

/** @throws InvalidInputError `InvalidConnection` */
const connectionOf = (cloud: string): Connection => {
  const found = connections.find((each) => each.cloud === cloud);
  if (found !== undefined) return found;
  throw wrong(`no event service of "${cloud}" is known; expected one of: ${names.join(', ')}`);
};

/** Where a cloud's events are taken. @throws InvalidInputError `InvalidConnection` */
const addressOf = (url: string, cloud: string): string => {
  if (!URL.canParse(url) || !/^https:\/\/[^/?#@]+\/v1\/ingest\/$/.test(url)) {
    throw wrong(
      `--url: "${url}" is not where a stage takes events; expected its output IngestUrl, such as https://a1b2c3.execute-api.eu-central-1.amazonaws.com/v1/ingest/`,
    );
  }
  return `${url}${cloud}`;
};

/** @throws InvalidInputError `InvalidConnection` */
const regionsOf = (given: string | undefined, known: readonly string[]) => {
  const regions = given?.split(',').map((region) => region.trim());
  const unknown = regions?.find((region) => !known.includes(region));
  if (unknown === undefined) return regions;
  throw wrong(`--regions: "${unknown}" is none of ${known.join(', ')}`);
};

const textOf = ({ region, operation, parameters }: ConnectionRequest): string =>
  `# ${region}: ${operation}\n${JSON.stringify(parameters, undefined, 2)}\n`;

/** `heirtag connect`: what makes a cloud's own event service send events to a stage. */
export const addConnect = (root: Root, { terminal }: CliDeps): void => {
  root
    .command('connect')
    .description("What makes a cloud's own event service send events to a stage.")
    .argument('<cloud>', `whose event service: ${names.join(', ')}`)
    .requiredOption('--print', 'print the requests, one for each region; nothing is sent')
    .requiredOption('--url <url>', "where the stage takes events: its stack's output IngestUrl")
    .option('--regions <list>', 'regions, with commas between them (default: all of the cloud)')
    .addHelpText(
      'after',
      examplesText(
        ...names.map(
          (name) =>
            `connect ${name} --print --url https://a1b2c3.execute-api.eu-central-1.amazonaws.com/v1/ingest/`,
        ),
      ),
    )
    .action((cloud, { url, regions }, command) => {
      const connection = connectionOf(cloud);
      const requests = connection.requests({
        url: addressOf(url, cloud),
        regions: regionsOf(regions, connection.regions),
      });
      terminal.print(
        isForPrograms(command.optsWithGlobals())
          ? JSON.stringify(requests, undefined, 2)
          : requests.map(textOf).join('\n'),
      );
    });
};
