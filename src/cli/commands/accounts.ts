import * as z from 'zod/mini';
import { tellCut, withLimit } from '../list-options.ts';
import { readPages } from '../pages.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, type Heading, printTable } from '../table.ts';

const accountSchema = z.object({
  accountId: z.string(),
  feature: z.enum(['Enable', 'Disable']),
  rulesOn: z.number(),
});

const headings: readonly Heading[] = ['ACCOUNT', 'FEATURE', 'RULES ON'];

const row = ({ accountId, feature, rulesOn }: z.infer<typeof accountSchema>): readonly Cell[] => [
  accountId,
  feature === 'Enable' ? { text: 'on', style: 'green' } : 'off',
  String(rulesOn),
];

const list = async (session: Session, most: number): Promise<void> => {
  const { api, terminal } = session;
  const { answer, items, isCut } = await readPages(
    api,
    { method: 'GET', path: ['accounts'], isForStage: true },
    { field: 'accounts', item: accountSchema, most },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) return terminal.tell('No account has turned inheritance on yet.');
    printTable(terminal, headings, items.map(row));
    tellCut(terminal, isCut);
  });
};

/** `heirtag accounts`: whom the stage works for. */
export const addAccounts = (root: Root, deps: CliDeps): void => {
  withLimit(root.command('accounts'))
    .description('List the accounts that the stage works for.')
    .addHelpText('after', examplesText('accounts', 'accounts --json'))
    .action(({ limit }, command) => list(openSession(command.optsWithGlobals(), deps), limit));
};
