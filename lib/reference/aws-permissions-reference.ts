import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readActions, writeStatements } from '../variants/readers.ts';

/** A document that people write, with a table in it that is made. */
export const awsDocument = 'docs/aws.md';

const marks = ['<!-- permissions -->', '<!-- end of permissions -->'] as const;

const named = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

const bySource = (actions: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  Map.groupBy(actions, (action) => action.split(':')[0] ?? '');

const table = (): string => {
  const reads = [...bySource(readActions)].map(
    ([service, actions]) => `| ${service} | read | ${named(actions)} | \`*\` |`,
  );
  const writes = writeStatements.map(
    ({ actions: [first, ...rest], resources }) =>
      `| ${first.split(':')[0]} | tag | ${named([first, ...rest])} | ${named(resources.map((each) => (each === '*' ? each : `arn:aws:${each}`)))} |`,
  );
  return ['| service | to | actions | on |', '|---|---|---|---|', ...reads, ...writes].join('\n');
};

/** The document about AWS, with the permissions that the policies are made of. */
export const awsPermissionsReference = (): string => {
  const text = readFileSync(join(import.meta.dirname, '../..', awsDocument), 'utf8');
  const [begin, end] = marks;
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${awsDocument} has no place for the permissions: ${begin} … ${end}`);
  }
  return `${before}${begin}\n\n${table()}\n\n${end}${after}`;
};
