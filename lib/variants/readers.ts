/** What is known of the clouds that a stage can touch, each by its name: how events are read, and what settings say. */
export { alibabaEvents } from '../../src/clouds/alibaba/events/events.ts';
export {
  accounts as alibabaAccounts,
  callersOf as alibabaCallers,
  secretName as alibabaSecretName,
  usualAudience as alibabaAudience,
} from '../../src/clouds/alibaba/provider/settings.ts';
export { supportedRegions as alibabaRegions } from '../../src/clouds/alibaba/regions.ts';
export { awsEvents } from '../../src/clouds/aws/events/events.ts';
export { readActions, writeStatements } from '../../src/clouds/aws/permissions.ts';
