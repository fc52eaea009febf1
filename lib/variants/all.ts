import type { Cloud, EventReader } from '../../src/clouds/cloud.ts';
import * as ofAws from './aws.ts';
import * as simulated from './simulated.ts';

/** The lists of functions of a stage that touches several clouds. */
export const clouds: readonly [Cloud, ...Cloud[]] = [...simulated.clouds, ...ofAws.clouds];
export const eventReaders: readonly EventReader[] = [
  ...simulated.eventReaders,
  ...ofAws.eventReaders,
];
export const eventSchemas = [...simulated.eventSchemas, ...ofAws.eventSchemas] as const;
