import * as z from 'zod/mini';
import { eventSchemas } from '#clouds';
import { whenUsed } from '../model/when-used.ts';

/**
 * What an event may look like, for those who write programs that send some. Documentation: events are
 * read by the clouds' readers, which take more shapes than a schema can say.
 */
export const eventSchema = whenUsed(() => {
  const [only, ...others] = eventSchemas.map((schemaOf) => schemaOf());
  return others.length === 0 && only !== undefined ? only : z.union([only ?? z.never(), ...others]);
});
