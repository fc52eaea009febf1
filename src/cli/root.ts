import { Command, Option } from '@commander-js/extra-typings';

/** Where the local runner listens unless told otherwise. */
export const defaultEndpoint = 'http://127.0.0.1:8787';

const description = `Associated resources inherit the tags of their primary resource.

Talks to a Heirtag API: the local runner (heirtag start) or a deployed stage.`;

const afterwards = `
Examples:
  $ heirtag start                                     # run everything on this machine
  $ heirtag feature enable                            # turn inheritance on
  $ heirtag rules enable ecs-instance/ecs-disk --keys cost,team
  $ heirtag plan apply-to-existing ecs-instance/ecs-disk
  $ heirtag explain d-1 cost
  $ heirtag --endpoint https://a1b2c3.execute-api.eu-west-1.amazonaws.com rules list

A rule is named by its SettingName, by its two types (ecs-instance/ecs-disk), or
by the beginning of either, as long as only one rule begins so. A resource is
named by its ARN or by its id.

Exit codes: 0 fine, 1 failed, 2 wrong usage.`;

/** Forms of an answer. */
const outputForms = ['table', 'wide', 'json'] as const;

/** The command without its subcommands: what every call takes. */
export const createRoot = (version: string) =>
  new Command('heirtag')
    .description(description)
    .version(version, '-V, --version', 'print the version of this command')
    .addOption(
      new Option('--endpoint <url>', 'the API to talk to')
        .env('HEIRTAG_ENDPOINT')
        .default(defaultEndpoint),
    )
    .addOption(
      new Option(
        '--account <id>',
        'account of the cloud (default: that of the resource; a local runner has 1000000000000001)',
      ).env('HEIRTAG_ACCOUNT'),
    )
    .option(
      '--region <region>',
      "AWS region, for signing (default: the endpoint's, else AWS_REGION)",
    )
    .option('--profile <name>', 'AWS profile, for signing (default: AWS_PROFILE)')
    .option('--sign', 'sign calls (SigV4); done unasked when the endpoint is API Gateway')
    .addOption(
      new Option('--token <token>', 'what a local runner with a token wants').env('HEIRTAG_TOKEN'),
    )
    .addOption(
      new Option(
        '-o, --output <form>',
        'table: fitted to the terminal; wide: with all columns, as where no terminal is; json',
      ).choices(outputForms),
    )
    .addOption(new Option('--json', 'the same as -o json; errors, too').implies({ output: 'json' }))
    .addHelpText('after', afterwards);

/** The command that others are added to. */
export type Root = ReturnType<typeof createRoot>;

const firstOf = (root: Root) => root.command('name');

/** A command below the root, before it has arguments and options of its own. */
export type Subcommand = ReturnType<typeof firstOf>;

/** Says how a command is used, below its options. */
export const examplesText = (...examples: readonly string[]): string =>
  `\nExamples:\n${examples.map((example) => `  $ heirtag ${example}`).join('\n')}`;
