import { alibaba } from '../../../src/clouds/alibaba/alibaba.ts';
import { eventSchema as alibabaEventSchema } from '../../../src/clouds/alibaba/events/event-schema.ts';
import { alibabaEvents } from '../../../src/clouds/alibaba/events/events.ts';
import { aws } from '../../../src/clouds/aws/aws.ts';
import { eventSchema as awsEventSchema } from '../../../src/clouds/aws/events/event-schema.ts';
import { awsEvents } from '../../../src/clouds/aws/events/events.ts';
import type { Cloud, EventReader } from '../../../src/clouds/cloud.ts';

/** The list of clouds with AWS on it, as programs are built that touch it. */
export const clouds: readonly [Cloud, ...Cloud[]] = [alibaba, aws];

export const eventReaders: readonly EventReader[] = [alibabaEvents, awsEvents];

export const eventSchemas = [alibabaEventSchema, awsEventSchema] as const;
