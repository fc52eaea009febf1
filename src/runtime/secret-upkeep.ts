import type { Context } from 'aws-lambda';
import { createSecretUpkeep } from '../access/secret-upkeep.ts';
import { serviceNameOf } from '../model/telemetry.ts';
import { requireAccess } from './access.ts';
import type { Environment } from './environment.ts';
import type { Foundation } from './foundation.ts';
import { answerCloudFormation, readStackEvent } from './stack-event.ts';
import { createLog, inInvocations } from './telemetry.ts';

/** Wires the upkeep of secrets: unused ones go on schedule, and all of them when the stack is deleted. */
export const secretUpkeepOf = (
  environment: Environment,
  { state, clock }: Pick<Foundation, 'state' | 'clock'>,
): ((event: unknown, context: Context) => Promise<void>) => {
  const upkeep = createSecretUpkeep({ ...requireAccess(environment, state), clock });
  const log = createLog(serviceNameOf(environment.HEIRTAG_STAGE, 'secret-upkeep'));
  return inInvocations(log, async (event) => {
    const stackEvent = readStackEvent(event);
    if (stackEvent === undefined) {
      log.info('unused secrets removed', { removed: await upkeep.removeUnused() });
      return;
    }
    await answerCloudFormation(stackEvent, async () => {
      if (stackEvent.RequestType !== 'Delete') return;
      log.info('all secrets removed', { removed: await upkeep.removeAll() });
    });
  });
};
