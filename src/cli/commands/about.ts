import * as z from 'zod/mini';
import { readAnswer } from '../api.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { printFacts } from '../table.ts';

const aboutAnswer = z.object({
  version: z.string(),
  schemaVersion: z.number(),
  stage: z.string(),
  isProduction: z.boolean(),
  clouds: z.array(z.object({ name: z.string(), isSimulated: z.boolean() })),
  hasTagApi: z.boolean(),
  caller: z.object({ principal: z.string(), isSigned: z.boolean() }),
});

type About = z.infer<typeof aboutAnswer>;

const cloudsOf = ({ clouds }: About): string =>
  clouds.map(({ name, isSimulated }) => `${name}${isSimulated ? ' (simulated)' : ''}`).join(', ') ||
  'none';

const tell = async (session: Session): Promise<void> => {
  const { api, terminal } = session;
  const answer = await api.call({ method: 'GET', path: ['about'], isForStage: true });
  const about = readAnswer(aboutAnswer, answer);
  tellAnswer(session, answer, () =>
    printFacts(terminal, [
      ['version', about.version],
      ['schema', String(about.schemaVersion)],
      ['stage', about.isProduction ? `${about.stage} (production)` : about.stage],
      ['clouds', cloudsOf(about)],
      ['tag API', about.hasTagApi ? 'yes' : 'no'],
      ['you are', about.caller.isSigned ? about.caller.principal : 'not asked to sign'],
    ]),
  );
};

/** `heirtag about`: which service answers, and as whom it sees the caller. */
export const addAbout = (root: Root, deps: CliDeps): void => {
  root
    .command('about')
    .description('Which version and stage answers, its clouds, and who you are to it.')
    .addHelpText('after', examplesText('about', 'about --json'))
    .action((_, command) => tell(openSession(command.optsWithGlobals(), deps)));
};
