import * as z from 'zod/mini';
import { cutText } from '../model/cut-text.ts';
import { thrownMessage } from '../model/thrown-message.ts';

const stackEventSchema = z.looseObject({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.optional(z.string()),
});

/** What CloudFormation asks of a custom resource. Source: CloudFormation user guide, "Custom resource request objects". */
export type StackEvent = z.infer<typeof stackEventSchema>;

/** Reads an event; undefined when it is none of CloudFormation's. */
export const readStackEvent = (event: unknown): StackEvent | undefined => {
  const parsed = stackEventSchema.safeParse(event);
  return parsed.success ? parsed.data : undefined;
};

const send = async (event: StackEvent, answer: object): Promise<void> => {
  const { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId } = event;
  const response = await fetch(ResponseURL, {
    method: 'PUT',
    // The address is signed for no content type.
    headers: { 'content-type': '' },
    body: JSON.stringify({
      StackId,
      RequestId,
      LogicalResourceId,
      PhysicalResourceId: PhysicalResourceId ?? LogicalResourceId,
      ...answer,
    }),
  });
  if (!response.ok) {
    throw new Error(`CloudFormation did not take the answer: ${response.status}`);
  }
};

/** Does what CloudFormation asks and tells it how that ended; it waits for an hour otherwise. */
export const answerCloudFormation = async (
  event: StackEvent,
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work();
  } catch (error) {
    const Reason = thrownMessage(error);
    await send(event, { Status: 'FAILED', Reason: cutText(Reason, 1000) });
    return;
  }
  await send(event, { Status: 'SUCCESS' });
};
