import * as z from 'zod/mini';
import { text, textOrNull, version } from '../model/fields.ts';
import { historyActions, type ResourceChange } from './history.ts';
import { type SharedReader, type Sharing, stored } from './shared-parts.ts';

/** A change of a resource as stored. */
export const changeSchema = z.object({
  version,
  time: text,
  cause: stored.cause,
  lines: z.array(
    z.object({
      key: text,
      action: z.enum(historyActions),
      value: textOrNull,
      previous: textOrNull,
      rule: stored.rule,
      primary: stored.primary,
      reason: text,
    }),
  ),
});

/** Writes a change as it is stored. */
export const writeChange = (
  { version, time, cause, lines }: ResourceChange,
  sharing: Sharing,
): z.infer<typeof changeSchema> => ({
  version,
  time,
  cause: sharing.cause(cause),
  lines: lines.map((line) => ({
    ...line,
    rule: sharing.rule(line.rule),
    primary: sharing.primary(line.primary),
  })),
});

/** Reads a change as stored. */
export const readChange = (
  { version, time, cause, lines }: z.infer<typeof changeSchema>,
  shared: SharedReader,
): ResourceChange => ({
  version,
  time,
  cause: shared.cause(cause),
  lines: lines.map((line) => ({
    ...line,
    rule: shared.rule(line.rule),
    primary: shared.primary(line.primary),
  })),
});
