import stringWidth from 'string-width';
import { readArn } from '../clouds/arn.ts';
import { factsOf } from '../clouds/resource-types.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';

/** The end of an ARN, which commands take as well: `disk/d-1`. */
const shortNameOf = (arn: string): string => {
  const ref = readArn(arn);
  return ref === undefined ? arn : `${factsOf(ref.type).shortName}/${ref.id}`;
};

/** A resource: its ARN, or its short name where there is no room. */
export const resourceCell = (arn: string): Cell => ({ text: arn, short: shortNameOf(arn) });

/** A line that names resources, in short forms where the whole ones find no room. */
export const lineNaming = (
  { tableWidth = Number.POSITIVE_INFINITY }: Pick<Terminal, 'tableWidth'>,
  resources: readonly string[],
  line: (...names: readonly string[]) => string,
): string => {
  const whole = line(...resources);
  return stringWidth(whole) <= tableWidth ? whole : line(...resources.map(shortNameOf));
};

/** A moment; where there is no room, to the second. */
export const timeCell = (time: string): Cell => ({
  text: time,
  short: time.replace(/\.\d+Z$/, 'Z'),
});

/** When an event happened, within a sentence; some events do not say. */
export const atTime = (time: string): string => (time === '' ? 'at an unknown time' : `at ${time}`);

/** So many things, as people say it: `1 resource`, `2 resources`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
