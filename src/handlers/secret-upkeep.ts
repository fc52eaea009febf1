import { readEnvironment } from '../runtime/environment.ts';
import { openClients, openFoundation } from '../runtime/foundation.ts';
import { secretUpkeepOf } from '../runtime/secret-upkeep.ts';

const environment = readEnvironment(process.env);

/** Lambda entry: the daily upkeep of secrets, and the stack's farewell. */
export const handler = secretUpkeepOf(environment, openFoundation(environment, openClients()));
