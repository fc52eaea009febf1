import { Option } from '@commander-js/extra-typings';
import * as z from 'zod/mini';
import { accessRights } from '../../access/access-key.ts';
import { readAnswer } from '../api.ts';
import { timeCell } from '../cells.ts';
import { numberFrom, tellCut, withLimit } from '../list-options.ts';
import { readPages } from '../pages.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, type Fact, type Heading, printFacts, printTable } from '../table.ts';

const keySchema = z.object({
  accessKeyId: z.string(),
  rights: z.string(),
  description: z.string(),
  status: z.enum(['active', 'revoked']),
  previousValidUntil: z.nullable(z.string()),
  expiresAt: z.nullable(z.string()),
  createdAt: z.string(),
  createdBy: z.string(),
});

const issuedSchema = z.extend(keySchema, {
  accessKeySecret: z.string(),
  securityToken: z.nullable(z.string()),
});

type Key = z.infer<typeof keySchema>;

const statusCell = ({ status }: Key): Cell => ({
  text: status,
  style: status === 'active' ? 'green' : 'red',
});

const headings: readonly Heading[] = [
  'ID',
  'RIGHTS',
  'STATUS',
  { heading: 'CREATED', isSpare: true },
  { heading: 'BY', ifLong: 'cut', isSpare: true },
  'EXPIRES',
  { heading: 'DESCRIPTION', ifLong: 'cut' },
];

const keyRow = (key: Key): readonly Cell[] => [
  key.accessKeyId,
  key.rights,
  statusCell(key),
  timeCell(key.createdAt),
  key.createdBy,
  timeCell(key.expiresAt ?? 'never'),
  key.description,
];

/** Tells a key with its secret. */
const tellIssued = (session: Session, answer: unknown): void => {
  const { terminal } = session;
  const key = readAnswer(issuedSchema, answer);
  const facts: readonly Fact[] = [
    ['access key id', key.accessKeyId],
    ['access key secret', key.accessKeySecret],
    ...(key.securityToken === null ? [] : [['security token', key.securityToken] as const]),
    ['rights', key.rights],
    ['expires', key.expiresAt ?? 'never'],
    ...(key.previousValidUntil === null
      ? []
      : [['old secret counts until', key.previousValidUntil] as const]),
  ];
  tellAnswer(session, answer, () => {
    printFacts(terminal, facts);
    terminal.tell('The secret is told this once; keep it now.');
  });
};

const list = async (session: Session, most: number): Promise<void> => {
  const { api, terminal } = session;
  const { answer, items, isCut } = await readPages(
    api,
    { method: 'GET', path: ['access-keys'] },
    { field: 'accessKeys', item: keySchema, most },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) return terminal.tell('There are no access keys.');
    printTable(terminal, headings, items.map(keyRow));
    tellCut(terminal, isCut);
  });
};

const create = async (session: Session, body: object): Promise<void> =>
  tellIssued(session, await session.api.call({ method: 'POST', path: ['access-keys'], body }));

const rotate = async (session: Session, id: string, graceHours?: number): Promise<void> => {
  const path = ['access-keys', id, 'rotate'];
  tellIssued(session, await session.api.call({ method: 'POST', path, body: { graceHours } }));
};

const revoke = async (session: Session, id: string): Promise<void> => {
  const answer = await session.api.call({ method: 'DELETE', path: ['access-keys', id] });
  const { accessKeyId } = readAnswer(keySchema, answer);
  tellAnswer(session, answer, () => session.terminal.print(`${accessKeyId} is revoked`));
};

/** `heirtag access-keys`: keys that sign calls of the Tag API. */
export const addAccessKeys = (root: Root, deps: CliDeps): void => {
  const accessKeys = root
    .command('access-keys')
    .description('Keys that sign calls of the Tag API: create, list, rotate, revoke.')
    .addHelpText(
      'after',
      examplesText(
        'access-keys create --rights readOnly --description dashboard',
        'access-keys list',
      ),
    );

  accessKeys
    .command('create')
    .description('Make a key; its secret is told this once.')
    .addOption(
      new Option('--rights <rights>', 'what it may do: everything, or only list')
        .choices(accessRights)
        .makeOptionMandatory(),
    )
    .option('--description <text>', 'what it is for')
    .option('--hours <n>', 'a temporary key with a security token, for so long', numberFrom(1))
    .addHelpText(
      'after',
      examplesText(
        'access-keys create --rights full',
        'access-keys create --rights readOnly --hours 8',
      ),
    )
    .action(({ rights, description, hours: temporaryHours }, command) =>
      create(openSession(command.optsWithGlobals(), deps), { rights, description, temporaryHours }),
    );

  withLimit(accessKeys.command('list'))
    .description('List keys, without their secrets.')
    .addHelpText('after', examplesText('access-keys list', 'access-keys list --json'))
    .action(({ limit }, command) => list(openSession(command.optsWithGlobals(), deps), limit));

  accessKeys
    .command('rotate')
    .description('Give a key a new secret; the old one counts a while longer.')
    .argument('<id>', 'the access key id')
    .option('--grace-hours <n>', 'how long the old secret counts; 0 ends it at once', numberFrom(0))
    .addHelpText('after', examplesText('access-keys rotate HTAKexample --grace-hours 48'))
    .action((id, { graceHours }, command) =>
      rotate(openSession(command.optsWithGlobals(), deps), id, graceHours),
    );

  accessKeys
    .command('revoke')
    .description('Revoke a key, at once and for ever.')
    .argument('<id>', 'the access key id')
    .addHelpText('after', examplesText('access-keys revoke HTAKexample'))
    .action((id, _, command) => revoke(openSession(command.optsWithGlobals(), deps), id));
};
