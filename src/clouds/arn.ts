export {
  type Arn,
  formatArn,
  isArn,
  parseArn,
  type ResourceRef,
  readArn,
  typeOf,
} from './alibaba/arn.ts';
