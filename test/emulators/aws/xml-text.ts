import type { WireAnswer } from '../proxy.ts';

/** The text of the first element of a name in an answer. @throws Error with the answer where there is none */
export const textAt = ({ status, body }: WireAnswer, name: string): string => {
  const text = new RegExp(`<${name}>([^<]+)</${name}>`).exec(String(body))?.[1];
  if (text === undefined) throw new Error(`no ${name} in the answer ${status}: ${body}`);
  return text;
};
