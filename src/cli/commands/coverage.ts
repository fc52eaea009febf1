import * as z from 'zod/mini';
import { readAnswer } from '../api.ts';
import { countOf } from '../cells.ts';
import { examplesText, type Root } from '../root.ts';
import { shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, type Heading, printTable } from '../table.ts';

const seen = z.object({
  looked: z.number(),
  wrong: z.number(),
  tags: z.number(),
  percent: z.nullable(z.number()),
});

const coverageAnswer = z.object({
  sweep: z.nullable(z.object({ id: z.string(), finishedAt: z.nullable(z.string()) })),
  rules: z.array(z.extend(seen, { settingName: z.string() })),
  total: seen,
});

const headings: readonly Heading[] = ['RULE', 'RIGHT', 'ASSOCIATIONS', 'WRONG', 'INHERITED TAGS'];

const cellsOf = ({ percent, looked, wrong, tags }: z.infer<typeof seen>): readonly Cell[] => [
  percent === null ? '' : { text: `${percent}%`, style: wrong === 0 ? 'green' : 'yellow' },
  String(looked),
  String(wrong),
  String(tags),
];

const tell = async (session: Session): Promise<void> => {
  const { api, terminal } = session;
  const answer = await api.call({ method: 'GET', path: ['coverage'] });
  const { sweep, rules, total } = readAnswer(coverageAnswer, answer);
  tellAnswer(session, answer, () => {
    if (sweep === null) {
      return terminal.tell(
        'No sweep has come to its end yet. heirtag jobs start sweep starts one.',
      );
    }
    const which = `The sweep ${sweep.id}, which ended ${sweep.finishedAt},`;
    if (rules.length === 0) return terminal.tell(`${which} saw nothing of this account.`);
    printTable(terminal, headings, [
      ...rules.map(({ settingName, ...each }) => [shownRule(settingName), ...cellsOf(each)]),
      ['all', ...cellsOf(total)],
    ]);
    terminal.tell(
      `${which} looked at ${countOf(total.looked, 'association')}; what was wrong it made right.`,
    );
  });
};

/** `heirtag coverage`: how much of each rule the last sweep found right. */
export const addCoverage = (root: Root, deps: CliDeps): void => {
  root
    .command('coverage')
    .description('Tell by rule how much the last sweep found right, and how many tags it counted.')
    .addHelpText('after', examplesText('coverage', 'coverage --json'))
    .action((_, command) => tell(openSession(command.optsWithGlobals(), deps)));
};
