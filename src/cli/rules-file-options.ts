import { Option } from '@commander-js/extra-typings';

/** Which rules file. */
export const rulesFileOption = () =>
  new Option(
    '-f, --file <file>',
    'rules file (YAML or JSON); - is the standard input',
  ).makeOptionMandatory();

/** Whether the file is all there is. */
export const pruneOption = () =>
  new Option(
    '--prune',
    'turn rules off that are on, of accounts in the file, and that it does not name',
  );
