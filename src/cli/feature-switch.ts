import * as z from 'zod/mini';
import { statuses } from '../settings/settings.ts';
import { readAnswer } from './api.ts';
import type { Session } from './session.ts';

export const featurePath = ['feature'];

export const featureAnswer = z.object({ status: z.enum(statuses) });

/** Says below rules that none of them does anything while the feature is off. */
export const tellIfOff = async ({ api, terminal }: Session): Promise<void> => {
  const answer = await api.call({ method: 'GET', path: featurePath });
  if (readAnswer(featureAnswer, answer).status === 'Enable') return;
  terminal.tell(
    'Inheritance is off, so no rule does anything: heirtag feature enable turns it on.',
  );
};
