export { type Regions, supportedRegions } from './alibaba/regions.ts';
