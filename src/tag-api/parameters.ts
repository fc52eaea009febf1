import { cutText } from '../model/cut-text.ts';
import type { RawRequest } from './signed-request.ts';
import { TagApiError } from './tag-api-error.ts';

/** Parameters by their flat names: `CreateRulesList.1.TagKeys.2`. */
export type Parameters = ReadonlyMap<string, string>;

/** More than the largest call there is needs: 100 rules of 50 keys are 5,300. */
const mostParameters = 6000;
const longestShown = 100;

const refuse = (code: string, message: string): TagApiError => new TagApiError(400, code, message);

const decode = (text: string, source: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw refuse(
      'InvalidParameter.Encoding',
      `The ${source} is not percent-encoded UTF-8 near "${cutText(text, longestShown)}".`,
    );
  }
};

/**
 * The form that a request carries in its body; empty when there is none.
 * @throws TagApiError when the body is no form, or no UTF-8
 */
export const formOf = ({ header, body }: Pick<RawRequest, 'header' | 'body'>): string => {
  if (body.byteLength === 0) return '';
  const type = header('content-type') ?? '(none)';
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) {
    throw refuse(
      'InvalidContentType',
      `The body is of type ${cutText(type, longestShown)}; expected application/x-www-form-urlencoded.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw refuse('InvalidParameter.Encoding', 'The body is not UTF-8.');
  }
};

const countOf = (text: string): number => {
  let count = 1;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) count += 1;
  return count;
};

/**
 * Reads query and form body (`application/x-www-form-urlencoded`) into one set of parameters.
 * @throws TagApiError for malformed encoding, a name given twice, too many parameters
 */
export const readParameters = (
  texts: Readonly<Record<'query' | 'body', string>>,
): Map<string, string> => {
  const parameters = new Map<string, string>();
  for (const [source, text] of Object.entries(texts)) {
    if (countOf(text) > mostParameters) {
      throw refuse(
        'InvalidParameter.Count',
        `The ${source} holds ${countOf(text)} parameters; at most ${mostParameters} are taken.`,
      );
    }
    for (const pair of text.split('&')) {
      if (pair === '') continue;
      const at = pair.indexOf('=');
      const name = decode(at === -1 ? pair : pair.slice(0, at), source);
      if (parameters.has(name)) {
        throw refuse(
          'InvalidParameter.Duplicate',
          `The parameter ${cutText(name, longestShown)} is given twice.`,
        );
      }
      parameters.set(name, at === -1 ? '' : decode(pair.slice(at + 1), source));
    }
  }
  return parameters;
};
