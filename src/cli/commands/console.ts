import { numberFrom } from '../list-options.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openReach } from '../session.ts';

/** Beside the local runner's, so that both can run. */
const usualPort = 8788;

/** `heirtag console`: the console for a deployed stage, on this machine. */
export const addConsole = (root: Root, deps: CliDeps): void => {
  root
    .command('console')
    .description('Open the console for a deployed stage; calls are signed in your name.')
    .option('--port <n>', 'port on this machine; 0 picks a free one', numberFrom(0), usualPort)
    .option('--read-only', 'let nothing through but looks and plans')
    .option('--no-open', 'print the address and open no browser')
    .addHelpText(
      'after',
      `${examplesText(
        'console --endpoint https://a1b2c3.execute-api.eu-west-1.amazonaws.com',
        'console --read-only --no-open --port 0',
      )}

The address that is printed lets one browser in, once. Ctrl-C ends it.`,
    )
    .action(({ port, readOnly = false, open }, command) => {
      const globals = command.optsWithGlobals();
      return deps.serveConsole({
        ...openReach(globals),
        port,
        isReadOnly: readOnly,
        isToOpen: open,
        profile: globals.profile,
      });
    });
};
