export { Heirtag, type HeirtagProps } from './heirtag.ts';
export { HeirtagMemberStack, type HeirtagMemberStackProps } from './member-stack.ts';
export type { StageProps } from './stage-props.ts';
export { stateTableShape } from './state-table.ts';
