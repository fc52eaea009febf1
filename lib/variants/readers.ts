/** How the events of the clouds that a stage can touch are read, each by its name. */
export { alibabaEvents } from '../../src/clouds/alibaba/events/events.ts';
export { supportedRegions as alibabaRegions } from '../../src/clouds/alibaba/regions.ts';
export { awsEvents } from '../../src/clouds/aws/events/events.ts';
