import { defaultAccountId } from '../model/account.ts';
import { InvalidInputError } from '../model/errors.ts';
import { type Api, createApi } from './api.ts';
import { authorizeFor, isSigned } from './authorize.ts';
import type { Confirm } from './confirm.ts';
import { type HttpAnswer, type HttpRequest, sendHttp } from './http.ts';
import type { Root } from './root.ts';
import type { Terminal } from './terminal.ts';

/** The API that the options name. */
export type Reach = {
  readonly endpoint: URL;
  /** Makes a call in the user's name. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
};

/** What the console of this machine is made of. */
export type ConsoleOrder = Reach & {
  readonly port: number;
  readonly isReadOnly: boolean;
  /** A browser is opened. */
  readonly isToOpen: boolean;
  readonly profile: string | undefined;
};

/** What every call takes, as it was given. */
export type Globals = ReturnType<Root['opts']>;

/** What a command works with. */
export type Session = {
  readonly api: Api;
  readonly terminal: Terminal;
  /** The answer is for a program. */
  readonly isJson: boolean;
  /** Undefined where there is nobody to ask. */
  readonly confirm: Confirm | undefined;
  /** Resolves a while later. */
  readonly pause: (milliseconds: number) => Promise<void>;
};

/** How the demo is played. */
export type DemoOptions = {
  /** Users and the service reach the cloud as the real one is reached, signed and over HTTP. */
  readonly isOverWire: boolean;
};

export type CliDeps = Pick<Session, 'terminal' | 'pause' | 'confirm'> & {
  /** Of this command. */
  readonly version: string;
  /** Bytes of a file; of the standard input for `-`. */
  readonly readBytes: (file: string) => Promise<Uint8Array>;
  /** What is piped in. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Serves the console until the process is ended. */
  readonly serveConsole: (order: ConsoleOrder) => Promise<void>;
  /** Starts the local runner in this process. @param args as its own command line takes them */
  readonly startLocal: (args: readonly string[], token: string | undefined) => Promise<void>;
  /** Plays the demo in this process. @returns whether all was right */
  readonly playDemo: (options: DemoOptions) => Promise<boolean>;
};

const wrong = (code: string, message: string): InvalidInputError =>
  new InvalidInputError({ code, message });

/** @throws InvalidInputError `InvalidEndpoint` */
const endpointOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw wrong(
      'InvalidEndpoint',
      `--endpoint: "${text}" is no URL; expected one such as http://127.0.0.1:8787`,
    );
  }
  if (url.username !== '' || url.search !== '' || url.hash !== '') {
    throw wrong('InvalidEndpoint', '--endpoint takes no user name, query or fragment');
  }
  return url;
};

/** True where answers and errors are JSON. */
export const isForPrograms = ({ output }: Pick<Globals, 'output'>): boolean => output === 'json';

const terminalFor = ({ output }: Globals, terminal: Terminal): Terminal =>
  output === 'wide' ? { ...terminal, tableWidth: undefined } : terminal;

/** Makes ready to hand calls on to the API that the options name. @throws InvalidInputError */
export const openReach = (globals: Globals): Reach => {
  const endpoint = endpointOf(globals.endpoint);
  const authorize = authorizeFor(endpoint, globals);
  return {
    endpoint,
    send: async (request) => {
      const headers = await authorize(request);
      return sendHttp(endpoint, { ...request, headers });
    },
  };
};

/** Makes ready to call the API that the options name. @throws InvalidInputError */
export const openSession = (globals: Globals, deps: CliDeps): Session => {
  const { terminal, pause, confirm } = deps;
  const endpoint = endpointOf(globals.endpoint);
  const authorize = authorizeFor(endpoint, globals);
  const api = createApi({
    endpoint,
    accountId: globals.account,
    defaultAccountId: isSigned(endpoint, globals) ? undefined : defaultAccountId,
    authorize,
  });
  return {
    api,
    terminal: terminalFor(globals, terminal),
    isJson: isForPrograms(globals),
    pause,
    confirm,
  };
};

/** Tells an answer: to a program as it came, to a person in words. */
export const tellAnswer = (
  { isJson, terminal }: Session,
  answer: unknown,
  inWords: () => void,
): void => {
  if (isJson) terminal.print(JSON.stringify(answer, null, 2));
  else inWords();
};
