import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** How much of a call's answers is lost: the first, so that the client repeats it; or all of them. */
export type Loss = 'one answer' | 'every answer';

/** A client that loses the answers of one conditional write, which happens all the same. */
export type LosingClient = {
  readonly client: DynamoDBClient;
  /** Conditional writes so far, by what they write. */
  readonly writes: readonly string[];
  /** Loses answers of the write with this number, from 0. */
  readonly lose: (number: number, loss: Loss) => void;
};

const hasCondition = (input: object): boolean => 'ConditionExpression' in input;

const nameOf = (command: string, input: object): string => {
  const key = 'Item' in input ? input.Item : 'Key' in input ? input.Key : undefined;
  const { pk, sk } = { pk: undefined, sk: undefined, ...(key ?? {}) };
  return `${command} ${JSON.stringify([pk, sk])}`;
};

export const createLosingClient = (endpoint: string): LosingClient => {
  const writes: string[] = [];
  let lost: { readonly number: number; readonly loss: Loss } | undefined;
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 3,
  });
  const numbers = new WeakMap<object, number>();
  const answered = new WeakSet<object>();

  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (call) => {
        if (hasCondition(call.input)) {
          numbers.set(call.input, writes.length);
          writes.push(nameOf(commandName, call.input));
        }
        return next(call);
      },
    { step: 'initialize', name: 'countConditionalWrites' },
  );
  // Behind the client's own retries, so that they meet what happened.
  client.middlewareStack.add(
    (next) => async (call) => {
      const answer = await next(call);
      const isChosen = lost !== undefined && numbers.get(call.input) === lost.number;
      const isFirst = !answered.has(call.input);
      answered.add(call.input);
      if (!isChosen || (lost?.loss === 'one answer' && !isFirst)) return answer;
      throw Object.assign(new Error('the answer was lost'), { name: 'TimeoutError' });
    },
    { step: 'finalizeRequest', priority: 'low', name: 'loseAnswers' },
  );
  return {
    client,
    writes,
    lose: (number, loss) => {
      lost = { number, loss };
    },
  };
};
