import { momentFrom, numberFrom } from '../list-options.ts';
import { examplesText, type Root } from '../root.ts';
import { sendFiles } from '../send-files.ts';
import { type CliDeps, openSession } from '../session.ts';
import { addEventExplain } from './event-explain.ts';

/** `heirtag events send`, `explain`: events from a file onto the bus, and what became of them. */
export const addEvents = (root: Root, deps: CliDeps): void => {
  const events = root
    .command('events')
    .description('Events of the cloud: send them from a file, tell what one led to.')
    .addHelpText(
      'after',
      examplesText(
        'events send events.json',
        'events send - < trail.ndjson',
        'events explain 8A8E2F21-RunInstances',
      ),
    );
  addEventExplain(events, deps);

  events
    .command('send')
    .description(
      "Send records of the cloud's audit trail to be looked at, from files as trails, their exports and collectors write them: JSON, lists, one a line, in envelopes, packed with gzip or zstd.",
    )
    .argument(
      '<files...>',
      'files, folders, patterns such as "trail/**/*.gz"; - for the standard input',
    )
    .option('--since <time>', 'not before: 2026-03-01T08:00:00Z, or 30m, 2h, 7d ago', momentFrom)
    .option('--until <time>', 'not after', momentFrom)
    .option('--rate <n>', 'at most so many events a second', numberFrom(1))
    .option('--resume <file>', 'keep in this file how far it came, and go on from there')
    .option('--dry-run', 'send nothing, and only tell how many resources each event would touch')
    .addHelpText(
      'after',
      examplesText(
        'events send events.json',
        'events send - < trail.ndjson',
        'events send trail.gz --dry-run',
        'events send trail --since 7d --rate 200 --resume trail.sent',
        'events send - --json',
      ),
    )
    .action(async (files, options, command) => {
      const globals = command.optsWithGlobals();
      const { stdin } = deps;
      await sendFiles(openSession(globals, deps), files, {
        ...options,
        stdin,
        endpoint: globals.endpoint,
      });
    });
};
