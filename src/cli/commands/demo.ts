import { TerminalError } from '../../model/errors.ts';
import { examplesText, type Root } from '../root.ts';
import type { CliDeps } from '../session.ts';

/** `heirtag demo`: the product page's stories. */
export const addDemo = (root: Root, { playDemo }: CliDeps): void => {
  root
    .command('demo')
    .description(
      "Play the product page's story of each rule on this machine, with a simulated cloud; keeps nothing.",
    )
    .option(
      '--wire',
      'reach the simulated cloud as the real one is reached: signed, over HTTP, by its provider',
    )
    .addHelpText('after', examplesText('demo', 'demo --wire'))
    .action(async ({ wire = false }) => {
      if (await playDemo({ isOverWire: wire })) return;
      throw new TerminalError({
        code: 'DemoWentWrong',
        message: 'tags were not as the rules want them; the lines above that say WRONG tell where',
      });
    });
};
