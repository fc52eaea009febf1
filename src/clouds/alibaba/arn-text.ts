import { guardedText } from '../../model/guarded-text.ts';
import { isArn } from './arn.ts';

/** The ARN of a resource of one of the types. */
export const arnText = guardedText(isArn, 'is not the ARN of a known resource');
