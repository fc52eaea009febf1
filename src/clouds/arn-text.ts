import { guardedText } from '../model/guarded-text.ts';
import { isArn } from './arn.ts';

/** The ARN of a resource of a known type. */
export const arnText = guardedText(isArn, 'is not the ARN of a known resource');
