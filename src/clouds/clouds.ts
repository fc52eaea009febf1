import { alibaba } from './alibaba/alibaba.ts';
import { eventSchema as alibabaEventSchema } from './alibaba/events/event-schema.ts';
import { alibabaEvents } from './alibaba/events/events.ts';
import { aws } from './aws/aws.ts';
import { eventSchema as awsEventSchema } from './aws/events/event-schema.ts';
import { awsEvents } from './aws/events/events.ts';
import type { Cloud, EventReader } from './cloud.ts';

/** The clouds. A new one is a folder and a line in each list; an account that none claims is the first one's. */
export const clouds: readonly [Cloud, ...Cloud[]] = [alibaba, aws];

/** How their events are read. */
export const eventReaders: readonly EventReader[] = [alibabaEvents, awsEvents];

/** What their events look like, for the documentation. */
export const eventSchemas = [alibabaEventSchema, awsEventSchema] as const;
