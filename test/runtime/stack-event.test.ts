import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerCloudFormation, readStackEvent } from '../../src/runtime/stack-event.ts';
import { listenOnLoopback } from '../loopback.ts';

let answers: { readonly type: string | undefined; readonly body: unknown }[];
let status: number;
let url: string;
let stop: () => Promise<void>;

beforeEach(async () => {
  answers = [];
  status = 200;
  const server = createServer(async (request, response) => {
    answers.push({ type: request.headers['content-type'], body: await json(request) });
    response.writeHead(status).end();
  });
  ({ endpoint: url, stop } = await listenOnLoopback(server));
});
afterEach(() => stop());

const event = (fields: object = {}) => ({
  RequestType: 'Delete',
  ResponseURL: url,
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Farewell',
  PhysicalResourceId: 'made-before',
  ...fields,
});

const read = (fields?: object) => {
  const found = readStackEvent(event(fields));
  if (found === undefined) throw new Error('not read');
  return found;
};

describe('an event of CloudFormation', () => {
  it('is told from those of a schedule', () => {
    expect(readStackEvent({ source: 'aws.events', detail: {} })).toBeUndefined();
    expect(readStackEvent(event({ RequestType: 'Read' }))).toBeUndefined();
  });

  it('is answered when the work is done, for the resource that it names', async () => {
    await answerCloudFormation(read(), async () => {});

    const { RequestType: _, ResponseURL: __, ...names } = event();
    expect(answers).toEqual([{ type: '', body: { ...names, Status: 'SUCCESS' } }]);
  });

  it('gives a resource that is made a name', async () => {
    await answerCloudFormation(read({ PhysicalResourceId: undefined }), async () => {});

    expect(answers[0]?.body).toMatchObject({ PhysicalResourceId: 'Farewell' });
  });

  it('is answered with what went wrong, so that nobody waits for an hour', async () => {
    await answerCloudFormation(read(), async () => {
      throw new Error('no permission');
    });

    expect(answers[0]?.body).toMatchObject({ Status: 'FAILED', Reason: 'no permission' });
  });

  it('fails when CloudFormation does not take the answer', async () => {
    status = 403;

    await expect(answerCloudFormation(read(), async () => {})).rejects.toThrow('403');
    expect(answers).toHaveLength(1);
  });
});
