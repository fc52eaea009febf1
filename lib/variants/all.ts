import { openAlibabaCloud } from '../../src/clouds/alibaba/open.ts';
import { openAlibaba } from '../../src/clouds/alibaba/simulator/open.ts';
import { openWholeAlibaba } from '../../src/clouds/alibaba/simulator/open-whole.ts';
import { openAws } from '../../src/clouds/aws/open.ts';
import type { Cloud, EventReader } from '../../src/clouds/cloud.ts';
import type { Opener } from '../../src/clouds/opener.ts';
import * as ofAws from './aws.ts';
import * as simulated from './simulated.ts';

/** The lists of functions of a stage that touches several clouds. */
export const clouds: readonly [Cloud, ...Cloud[]] = [...simulated.clouds, ...ofAws.clouds];
export const eventReaders: readonly EventReader[] = [
  ...simulated.eventReaders,
  ...ofAws.eventReaders,
];
export const eventSchemas = [...simulated.eventSchemas, ...ofAws.eventSchemas] as const;
export const openers: readonly Opener[] = [openAlibaba, openAlibabaCloud, openAws];
export const simulators: readonly Opener[] = [openWholeAlibaba, openAlibabaCloud, openAws];
