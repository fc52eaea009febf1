import * as z from 'zod/mini';
import type { SimulatedOperation } from '../../clouds/simulator.ts';
import { InvalidInputError, TerminalError } from '../../model/errors.ts';
import { readAnswer } from '../api.ts';
import { parametersOf } from '../api-parameters.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import {
  operationNamed,
  operationsOf,
  parametersTakenBy,
  readerFor,
} from '../simulated-operations.ts';
import { printTable } from '../table.ts';

const cloudAnswer = z.object({ RequestId: z.string(), Arns: z.array(z.string()) });

/** What was asked for; the operations are read when they are needed, so that other commands start soon. */
type Asked = {
  readonly product: string | undefined;
  readonly operation: string | undefined;
  readonly parameters: readonly string[];
};

const knownOperations = async (): Promise<readonly SimulatedOperation[]> =>
  (await import('#openers')).simulators.flatMap(({ operations }) => operations);

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

const listParameters = (session: Session, operation: SimulatedOperation): void => {
  const parameters = parametersTakenBy(operation);
  tellAnswer(session, { parameters }, () =>
    printTable(
      session.terminal,
      ['PARAMETER', 'NEEDED', 'HOLDS'],
      parameters.map(({ name, isRequired, holds }) => [
        `--${name}`,
        isRequired ? 'yes' : '',
        holds,
      ]),
    ),
  );
};

/** Operations of all products, of one, or the parameters of an operation. */
const list = async (session: Session, { product, operation }: Asked): Promise<void> => {
  const all = await knownOperations();
  if (product !== undefined && operation !== undefined) {
    listParameters(session, operationNamed(all, { product, operation }));
    return;
  }
  const operations = (product === undefined ? all : operationsOf(all, product)).map(
    ({ product: of, name }) => ({ product: of, operation: name }),
  );
  tellAnswer(session, { operations }, () =>
    printTable(
      session.terminal,
      ['PRODUCT', 'OPERATION'],
      operations.map((each) => [each.product, each.operation]),
    ),
  );
};

const simulate = async (session: Session, asked: Asked): Promise<void> => {
  const { product, operation, parameters } = asked;
  if (product === undefined || operation === undefined) {
    throw new InvalidInputError({
      code: 'WrongUsage',
      message: 'name a product and an operation; heirtag simulate --list lists them',
    });
  }
  const { api, terminal } = session;
  const known = operationNamed(await knownOperations(), { product, operation });
  const path = ['simulator', known.product, known.name];
  const body = parametersOf(parameters, readerFor(known));
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
    .argument('[product]', 'Ecs, Vpc, Slb, Nlb, Alb, AliKafka, Cs, Eci, Ess or Tag')
    .argument('[operation]', 'RunInstances, AttachDisk, TagResources, …')
    .argument('[parameters...]', 'the parameters of the API: --Name value')
    .option('--list', 'show the operations, or the parameters of the one that is named')
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
A name given twice is a list, and so are numbered names; a list of one needs the
number. Texts are taken as they are; all else is read as JSON if it is.

Tells the ARNs of what was made or named; --json tells the whole answer.
${examplesText(
  'simulate --list',
  'simulate Ecs AttachDisk --list',
  'simulate Ecs RunInstances --RegionId cn-hangzhou --Tag.1.Key cost --Tag.1.Value shanghai',
  'simulate Ecs AttachDisk --RegionId cn-hangzhou --InstanceId i-1 --DiskId d-1',
  'simulate Ecs TagResources --RegionId cn-hangzhou --ResourceType instance --ResourceId.1 i-1 --Tag \'[{"Key":"cost","Value":"beijing"}]\'',
  'simulate Vpc AllocateEipAddress --RegionId cn-hangzhou --json',
)}`,
    )
    .action((product, operation, parameters, { list: isToList }, command) => {
      const session = openSession(command.optsWithGlobals(), deps);
      const asked = { product, operation, parameters };
      return isToList === true ? list(session, asked) : simulate(session, asked);
    });
};
