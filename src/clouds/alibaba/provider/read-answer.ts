import { cutText } from '../../../model/cut-text.ts';
import { RetryableError } from '../../../model/errors.ts';
import type { ErrorAnswer } from '../errors.ts';
import type { HttpAnswer } from './exchange.ts';

/** What was asked for. */
export type Answered = Pick<HttpAnswer, 'isSecond'> & { readonly result: unknown };

/** What the cloud answered: what was asked for, or an error of its own. */
export type Answer =
  | ({ readonly kind: 'result' } & Answered)
  | { readonly kind: 'error'; readonly error: ErrorAnswer };

/** The cloud's numbers that JavaScript's cannot hold, such as ids of accounts, stay as they are written. */
const bigNumber = /\d{16}/;

const parseExactly = (text: string): unknown =>
  bigNumber.test(text)
    ? JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) =>
        typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
          ? (context?.source ?? value)
          : value,
      )
    : JSON.parse(text);

/** What a text says; undefined for one that is no JSON. */
const jsonOf = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: parseExactly(text) };
  } catch {
    return undefined;
  }
};

const fieldOf = (value: unknown, ...names: readonly string[]): unknown => {
  if (typeof value !== 'object' || value === null) return undefined;
  const name = names.find((each) => Object.hasOwn(value, each));
  return name === undefined ? undefined : Reflect.get(value, name);
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** `<Code>…</Code>` of errors that come as XML. */
const inXml = (text: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]{0,500})</${name}>`).exec(text)?.[1];

/** The cloud's own header; in milliseconds. */
const retryAfterSeconds = ({ header }: HttpAnswer): number | undefined => {
  const milliseconds = Number(header('x-acs-retry-after'));
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds / 1000 : undefined;
};

const longestShown = 200;

/** An error that says nothing of itself, named after its status. */
const unnamed = (status: number): string => {
  if (status === 429) return 'Throttling';
  return status >= 500 ? 'ServiceUnavailable' : 'UnreadableAnswer';
};

const errorOf = (answer: HttpAnswer, value: unknown): ErrorAnswer => {
  const { status, body } = answer;
  const code = textOf(fieldOf(value, 'Code', 'code')) ?? inXml(body, 'Code') ?? unnamed(status);
  const message =
    textOf(fieldOf(value, 'Message', 'message')) ??
    inXml(body, 'Message') ??
    `HTTP ${status} "${cutText(body, longestShown)}"`;
  return {
    httpStatus: status,
    code,
    message,
    retryAfterSeconds: retryAfterSeconds(answer),
    isSecond: answer.isSecond,
  };
};

/** AliKafka answers 200, and says in the answer that it failed. */
const hasFailed = (value: unknown): boolean => {
  const success = fieldOf(value, 'Success');
  return success === false || success === 'false';
};

/**
 * Reads an answer of any of the products, whatever it looks like.
 * @throws RetryableError `UnreadableAnswer` when the cloud says that all is well, and then nothing that can be read
 */
export const readAnswer = (answer: HttpAnswer): Answer => {
  const { status, body } = answer;
  const json = jsonOf(body);
  if (status < 200 || status >= 300) return { kind: 'error', error: errorOf(answer, json?.value) };
  if (json === undefined) {
    throw new RetryableError({
      code: 'UnreadableAnswer',
      message: `expected JSON, got "${cutText(body, longestShown)}"`,
      details: { mayHaveHappened: true },
    });
  }
  if (hasFailed(json.value)) return { kind: 'error', error: errorOf(answer, json.value) };
  return { kind: 'result', result: json.value, isSecond: answer.isSecond };
};
