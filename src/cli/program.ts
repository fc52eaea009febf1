import { addAbout } from './commands/about.ts';
import { addAccessKeys } from './commands/access-keys.ts';
import { addAccounts } from './commands/accounts.ts';
import { addApply } from './commands/apply.ts';
import { addAudit } from './commands/audit.ts';
import { addCompletion } from './commands/completion.ts';
import { addConnect } from './commands/connect.ts';
import { addConsole } from './commands/console.ts';
import { addContested } from './commands/contested.ts';
import { addCoverage } from './commands/coverage.ts';
import { addDeadLetters } from './commands/dead-letters.ts';
import { addDemo } from './commands/demo.ts';
import { addDiff } from './commands/diff.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEvents } from './commands/events.ts';
import { addExplain } from './commands/explain.ts';
import { addExport } from './commands/export.ts';
import { addFeature } from './commands/feature.ts';
import { addHeirs } from './commands/heirs.ts';
import { addHistory } from './commands/history.ts';
import { addJobs } from './commands/jobs.ts';
import { addPlan } from './commands/plan.ts';
import { addQueue } from './commands/queue.ts';
import { addResources } from './commands/resources.ts';
import { addRules } from './commands/rules.ts';
import { addSimulate } from './commands/simulate.ts';
import { addStart } from './commands/start.ts';
import { addStats } from './commands/stats.ts';
import { addHelp } from './help.ts';
import { createRoot, type Root } from './root.ts';
import type { CliDeps } from './session.ts';

/** The commands, in the order of the help. */
const commands: readonly ((root: Root, deps: CliDeps) => void)[] = [
  addStart,
  addDemo,
  addConsole,
  addAbout,
  addDoctor,
  addConnect,
  addAccounts,
  addFeature,
  addRules,
  addExport,
  addDiff,
  addApply,
  addPlan,
  addJobs,
  addResources,
  addHeirs,
  addExplain,
  addHistory,
  addStats,
  addCoverage,
  addContested,
  addAudit,
  addAccessKeys,
  addEvents,
  addQueue,
  addDeadLetters,
  addSimulate,
  addCompletion,
];

/** Columns of descriptions that are wrapped still, rather than left to break anywhere. */
const narrowestHelp = 20;

/** The whole command line. */
export const createProgram = (deps: CliDeps): Root => {
  const { write, tell, width } = deps.terminal;
  const root = createRoot(deps.version)
    .exitOverride()
    .configureHelp({
      showGlobalOptions: true,
      helpWidth: width,
      minWidthToWrap: narrowestHelp,
      subcommandTerm: (command) => command.name(),
    })
    .configureOutput({
      writeOut: write,
      writeErr: (text) => tell(text.trimEnd()),
      // What is wrong is told by whoever runs the program, with everything else that fails.
      outputError: () => {},
    });
  for (const add of commands) add(root, deps);
  addHelp(root);
  return root;
};
