import { afterAll, beforeAll } from 'vitest';
import { type Console, openConsole } from './console-fixture.ts';
import { everyView } from './flows/every-view.ts';
import { jobFlow } from './flows/job-flow.ts';
import { longLists } from './flows/long-lists.ts';
import { operationFlows } from './flows/operation-flows.ts';
import { ruleFlows } from './flows/rule-flows.ts';
import { signedFlow } from './flows/signed-flow.ts';
import { takeAwayFlows } from './flows/take-away-flows.ts';
import { tokenFlow } from './flows/token-flow.ts';

// One server and one browser for everything: they are what takes time.
let opened: Console | undefined;

beforeAll(async () => {
  opened = await openConsole();
});
afterAll(() => opened?.stop());

const open = (): Console => {
  if (opened === undefined) throw new Error('the console did not start');
  return opened;
};

ruleFlows(open);
operationFlows(open);
jobFlow(open);
takeAwayFlows(open);
longLists(open);
tokenFlow(open);
signedFlow(open);
everyView(open);
