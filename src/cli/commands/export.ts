import {
  type ChosenAccount,
  rulesFileOf,
  writeRulesFile,
} from '../../rules-file/write-rules-file.ts';
import { accountIds, readSettings } from '../account-settings.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';

const exportAccounts = async (session: Session, named: readonly string[]): Promise<void> => {
  const ids = named.length > 0 ? named : await accountIds(session);
  const chosen: ChosenAccount[] = [];
  for (const accountId of ids) {
    const { feature, rules } = await readSettings(session, accountId);
    chosen.push({ accountId, feature, rules });
  }
  tellAnswer(session, rulesFileOf(chosen), () => session.terminal.write(writeRulesFile(chosen)));
};

/** `heirtag export`: settings as a file. */
export const addExport = (root: Root, deps: CliDeps): void => {
  root
    .command('export')
    .description('Write the settings of accounts as a rules file, which diff and apply take.')
    .argument('[accounts...]', 'ids of accounts (default: --account, else all that have settings)')
    .addHelpText(
      'after',
      examplesText('export > rules.yaml', 'export 1000000000000001', 'export --json > rules.json'),
    )
    .action((accounts, _, command) => {
      const globals = command.optsWithGlobals();
      const chosen = globals.account === undefined ? [] : [globals.account];
      return exportAccounts(openSession(globals, deps), accounts.length > 0 ? accounts : chosen);
    });
};
