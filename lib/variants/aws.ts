import { aws } from '../../src/clouds/aws/aws.ts';
import { eventSchema } from '../../src/clouds/aws/events/event-schema.ts';
import { awsEvents } from '../../src/clouds/aws/events/events.ts';
import type { Cloud, EventReader } from '../../src/clouds/cloud.ts';

/** The lists of functions of a stage that touches AWS alone. */
export const clouds: readonly [Cloud, ...Cloud[]] = [aws];
export const eventReaders: readonly EventReader[] = [awsEvents];
export const eventSchemas = [eventSchema] as const;
