import { completionScript, shells } from '../completion-scripts.ts';
import { completionsFor } from '../completions.ts';
import { examplesText, type Root } from '../root.ts';
import type { CliDeps } from '../session.ts';

/** `heirtag completion`: scripts for shells, and what they ask for. */
export const addCompletion = (root: Root, { terminal }: CliDeps): void => {
  root
    .command('completion')
    .description('Print a script that makes a shell complete heirtag.')
    .addArgument(root.createArgument('<shell>', 'the shell').choices(shells))
    .addHelpText(
      'after',
      `
Bash: put this line into ~/.bashrc:   source <(heirtag completion bash)
Zsh:  put it into ~/.zshrc, after compinit:   source <(heirtag completion zsh)
Fish: heirtag completion fish > ~/.config/fish/completions/heirtag.fish
${examplesText('completion bash', 'completion fish > ~/.config/fish/completions/heirtag.fish')}`,
    )
    .action((shell) => terminal.write(completionScript(shell)));

  root
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words) => completionsFor(root, words).forEach(terminal.print));
};
