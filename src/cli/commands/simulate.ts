import * as z from 'zod/mini';
import { TerminalError } from '../../model/errors.ts';
import { readAnswer } from '../api.ts';
import { parametersOf } from '../api-parameters.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';

const cloudAnswer = z.object({ RequestId: z.string(), Arns: z.array(z.string()) });

type Operation = {
  readonly product: string;
  readonly operation: string;
  readonly parameters: readonly string[];
};

/** The cloud wants a list where one value was given: says how a list of one is written. */
const withListHint = async (answer: Promise<unknown>): Promise<unknown> => {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof TerminalError) || !error.message.includes('expected array')) throw error;
    const { code, details } = error;
    const message = `${error.message} A list of one is written with a number: --ResourceId.1 i-1.`;
    throw new TerminalError({ code, message, details, cause: error });
  }
};

const simulate = async (
  session: Session,
  { product, operation, parameters }: Operation,
): Promise<void> => {
  const { api, terminal } = session;
  const path = ['simulator', product, operation];
  const body = parametersOf(parameters);
  const answer = await withListHint(api.call({ method: 'POST', path, body }));
  const { Arns } = readAnswer(cloudAnswer, answer);
  tellAnswer(session, answer, () => {
    for (const arn of Arns) terminal.print(arn);
    if (Arns.length === 0) terminal.print(JSON.stringify(answer, null, 2));
  });
};

/** `heirtag simulate`: an operation of the simulated cloud. */
export const addSimulate = (root: Root, deps: CliDeps): void => {
  root
    .command('simulate')
    .usage('[options] <Product> <Operation> [--Parameter value ...]')
    .description("Do an operation of the simulated cloud, by the API's own names.")
    .argument('<product>', 'Ecs, Vpc, Slb, Nlb, Alb, AliKafka, Cs, Eci or Tag')
    .argument('<operation>', 'RunInstances, AttachDisk, TagResources, …')
    .argument('[parameters...]', 'the parameters of the API: --Name value')
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
A name given twice is a list, and so are numbered names; a list of one needs the
number. A value that is JSON is taken as JSON.

Tells the ARNs of what was made or named; --json tells the whole answer.
${examplesText(
  'simulate Ecs RunInstances --RegionId cn-hangzhou --Tag.1.Key cost --Tag.1.Value shanghai',
  'simulate Ecs AttachDisk --RegionId cn-hangzhou --InstanceId i-1 --DiskId d-1',
  'simulate Ecs TagResources --RegionId cn-hangzhou --ResourceType instance --ResourceId.1 i-1 --Tag \'[{"Key":"cost","Value":"beijing"}]\'',
  'simulate Vpc AllocateEipAddress --RegionId cn-hangzhou --json',
)}`,
    )
    .action((product, operation, parameters, _, command) =>
      simulate(openSession(command.optsWithGlobals(), deps), { product, operation, parameters }),
    );
};
