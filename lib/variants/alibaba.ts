/** The lists of functions of a stage that touches Alibaba Cloud alone: what is known of it is known of its simulator, too. */
export { clouds, eventReaders, eventSchemas } from './simulated.ts';
