import { examplesText, type Root } from '../root.ts';
import type { CliDeps } from '../session.ts';

/** `heirtag start`: the local runner. */
export const addStart = (root: Root, { startLocal }: CliDeps): void => {
  root
    .command('start')
    .description('Run everything on this machine, until Ctrl-C; no AWS account needed.')
    .option('--data <dir>', 'folder that keeps everything (default: .heirtag)')
    .option('--port <n>', 'port of the API; 0 picks a free one (default: 8787)')
    .option('--host <address>', 'where to listen; elsewhere only with a token (default: 127.0.0.1)')
    .option('--no-console', 'without the console at /console/')
    .addHelpText(
      'after',
      examplesText(
        'start',
        'start --data /var/lib/heirtag --port 9000',
        'start --host 0.0.0.0    # with HEIRTAG_TOKEN set',
      ),
    )
    .action(({ data, port, host, console: hasConsole }, command) => {
      const given = { '--data': data, '--port': port, '--host': host };
      const args = Object.entries(given).flatMap(([name, value]) =>
        value === undefined ? [] : [name, value],
      );
      if (!hasConsole) args.push('--no-console');
      return startLocal(args, command.optsWithGlobals().token);
    });
};
