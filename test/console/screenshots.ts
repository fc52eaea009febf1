import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openConsole } from './console-fixture.ts';
import { diskRule, makeMachine, makeWorld } from './demo-world.ts';
import { viewsOf } from './views.ts';

/** Pictures of every view go here, to be looked at; no part of the repository. */
const everything = join(import.meta.dirname, '../../.screenshots');

/** The few that documents show. */
const documents = join(import.meta.dirname, '../../docs/images');

const shown: Readonly<Record<string, string>> = {
  '#/rules': 'console-rules.png',
  [`#/rules?do=plan&on=${diskRule}`]: 'console-plan.png',
};

/** What an address says, without the long names in it. */
const nameOf = (hash: string): string =>
  hash.replace(/arn[^?]*|rule(:|%3A)[^?&]*/g, 'one').replace(/\W+/g, '-');

await Promise.all([everything, documents].map((folder) => mkdir(folder, { recursive: true })));
const opened = await openConsole();
try {
  const accountId = opened.newAccount();
  const client = opened.clientOf(accountId);
  const machine = await makeWorld(client);
  await client.setRule(diskRule, { status: 'Disable' });
  for (const team of ['blue', 'red', 'green']) {
    const disk = { cost: 'hangzhou', own: 'kept' };
    await makeMachine(client, { instance: { cost: 'shanghai', team }, disk });
  }
  await client.settle();
  await client.setRule(diskRule, { status: 'Enable' });
  await opened.sweep(accountId);
  for (const [width, scheme] of [
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'light'],
  ] as const) {
    const visit = await opened.visit({ accountId, width, scheme });
    for (const [hash, text] of viewsOf(machine)) {
      await visit.open(hash);
      await visit.page.getByText(text).filter({ visible: true }).first().waitFor();
      // What moves comes to rest.
      await visit.page.waitForLoadState('networkidle');
      const path = join(everything, `${width}-${scheme}${nameOf(hash)}.png`);
      // Dialogs and bars stay where they are while a long page goes on below them.
      await visit.page.screenshot({ path, fullPage: !hash.startsWith('#/rules') });
      const isDocumented = width === 1280 && scheme === 'light';
      const name = hash.includes('tab=explain') ? 'console-explain.png' : shown[hash];
      if (isDocumented && name !== undefined) {
        await visit.page.screenshot({ path: join(documents, name) });
      }
    }
    await visit.close();
  }
} finally {
  await opened.stop();
}
