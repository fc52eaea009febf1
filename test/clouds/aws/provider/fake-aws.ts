import { openAwsWith } from '../../../../src/clouds/aws/open.ts';
import type { CloudProvider } from '../../../../src/clouds/provider.ts';
import {
  operationOf,
  parametersOf,
  requestHandler,
  type SentAnswer,
  type SentRequest,
} from './request-handler.ts';

export const accountId = '123456789012';
export const region = 'us-east-1';

/** Elements by name; a list is an element for each. */
export type Xml = string | number | { readonly [name: string]: Xml | readonly Xml[] };

const escaped = (text: string): string =>
  text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const write = (value: Xml): string =>
  typeof value === 'object'
    ? Object.entries(value)
        .flatMap(([name, inner]) =>
          [inner].flat().map((each) => `<${name}>${write(each)}</${name}>`),
        )
        .join('')
    : escaped(String(value));

/** An answer of EC2. */
export const ec2Answer = (operation: string, content: Xml): SentAnswer => ({
  status: 200,
  body: `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${write(content)}</${operation}Response>`,
});

/** An answer of the services of the query protocol. */
export const queryAnswer = (operation: string, content: Xml): SentAnswer => ({
  status: 200,
  body: `<${operation}Response><${operation}Result>${write(content)}</${operation}Result></${operation}Response>`,
});

/** EC2 refuses. */
export const ec2Error = (status: number, code: string, message = 'it says why'): SentAnswer => ({
  status,
  body: `<Response><Errors><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error></Errors></Response>`,
});

/** A service of the query protocol refuses. */
export const queryError = (status: number, code: string, message: string): SentAnswer => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`,
});

/** Nobody answers. */
export const breakConnection = (code: string): never => {
  throw Object.assign(new Error('the connection broke'), { code });
};

export type FakeAws = {
  readonly provider: CloudProvider;
  /** The same for one region of one account. */
  readonly regional: CloudProvider;
  /** What was asked, in order: `DescribeVolumes`. */
  readonly asked: string[];
  readonly requests: SentRequest[];
  /** Codes that nobody knew. */
  readonly unknown: string[];
};

/** What answers an operation. @param parameters of a request of the query protocol */
export type Answering = (
  parameters: ReadonlyMap<string, string>,
  request: SentRequest,
  signal: AbortSignal | undefined,
) => SentAnswer | Promise<SentAnswer>;

/** AWS where only some operations answer; the others fail the test. */
export const fakeAws = (answers: Readonly<Record<string, Answering>>): FakeAws => {
  const asked: string[] = [];
  const requests: SentRequest[] = [];
  const unknown: string[] = [];
  const { provider, openAt } = openAwsWith({
    regions: [region],
    credentialsFor: (account) =>
      account === accountId ? { accessKeyId: 'any', secretAccessKey: 'any' } : undefined,
    requestHandler: requestHandler(async (request, signal) => {
      const operation = operationOf(request);
      asked.push(operation);
      requests.push(request);
      const answer = answers[operation];
      if (answer === undefined) throw new Error(`nobody answers ${operation}`);
      return answer(parametersOf(request), request, signal);
    }),
    onUnknownError: (code) => unknown.push(code),
    maxTagsPerResource: () => 50,
    isOurs: () => false,
  });
  return { provider, regional: openAt({ accountId, region }), asked, requests, unknown };
};
