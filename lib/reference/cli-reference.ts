import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { createProgram } from '../../src/cli/program.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

/** Columns of the help in the document. */
const width = 100;

const nothing = async (): Promise<never> => {
  throw new Error('help needs nothing but the command line itself');
};

const terminalFor = (write: (text: string) => void): Terminal => ({
  print: write,
  write,
  tell: write,
  show: write,
  isInteractive: false,
  width,
  tableWidth: undefined,
  paint: (_, text) => text,
});

const below = (command: CommandUnknownOpts): readonly CommandUnknownOpts[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help');

const withDescendants = (command: CommandUnknownOpts): readonly CommandUnknownOpts[] => [
  command,
  ...below(command).flatMap(withDescendants),
];

const pathOf = (command: CommandUnknownOpts): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

/** Makes `docs/cli.md` from the help of every command. */
export const cliReference = (): string => {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  const program = createProgram({
    version: '0.0.0',
    confirm: undefined,
    terminal: terminalFor(write),
    pause: nothing,
    readBytes: nothing,
    stdin: async function* () {
      yield* [];
    },
    startLocal: nothing,
    playDemo: nothing,
    serveConsole: nothing,
  });
  const pages = withDescendants(program).map((command) => {
    text = '';
    // The options that every command takes stand on the first page.
    command
      .configureHelp({ ...command.configureHelp(), showGlobalOptions: false, helpWidth: width })
      .outputHelp();
    return `## ${pathOf(command)}\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
  });
  return `# Command line

Made by \`npm run docs\` from \`src/cli\`; a test keeps it true. Where [the package](package.md)
is installed, \`npx heirtag\` calls it. In a clone it is the file \`bin/heirtag-cli.js\`: call it by its path,
or give it an alias (\`alias heirtag="'$PWD/bin/heirtag-cli.js'"\`). Do not call \`npx heirtag\` elsewhere: that asks
the public registry for a package of this name, which is not ours, and would run what it finds there.
It runs on Node 24; in a clone on Linux with an older Node it uses the one that \`npm ci\` installed.

- Answers go to the standard output, all else to the standard error. Tables are for people; \`-o json\`
  (or \`--json\`) answers as the [HTTP API](http-api.md) does, lists with all their pages in one, and tells
  errors as \`{"code", "message", "requestId"?, "problems"?}\` (\`problems\`: each thing that is wrong with the command
  line, one by one). Colours are shown on a terminal only, and not when
  \`NO_COLOR\` is set.
- On a terminal a table fits the width: ARNs get short (\`disk/d-…\`), then columns are left out (a line
  below says which), then texts are cut, and at last each row becomes a list of facts. \`-o wide\` shows all;
  so does every table that goes into a file or a pipe, whatever the width.
- A resource is named by its ARN, by its id (\`d-…\`), or by type and id (\`disk/d-…\`). An id alone is looked
  up through the API, in the account of the call: in the cloud, and for what is gone in the history. One that
  several resources have is refused, and they are named.
- Calls to API Gateway are signed (SigV4) with the credentials that AWS tools find: environment,
  profile, single sign-on, role. Another address in front of it needs \`--sign\`.
- A local runner that was started with \`HEIRTAG_TOKEN\` wants the same variable here.

${pages.join('\n')}`;
};
