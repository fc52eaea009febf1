import { describe, expect, it } from 'vitest';
import type { Console } from '../console-fixture.ts';

/** Who may use the console of a service that wants a token. */
export const tokenFlow = (open: () => Console): void => {
  describe('a service that wants a token', () => {
    it('lets the browser in that opens the printed address, once, and no other one', async () => {
      const { consoleUrl, url, stop } = await open().openGuarded();
      const { newPage } = open();
      const [invited, stranger, late] = [await newPage(), await newPage(), await newPage()];

      await invited.goto(consoleUrl);
      await invited.getByText('Associated tag inheritance is off').first().waitFor();
      await stranger.goto(`${url}/console/`);
      await stranger.getByText('Open the address that the command printed').waitFor();
      await late.goto(consoleUrl);
      const isIn = await late.getByText('Associated tag inheritance is off').count();
      await stop();

      expect(invited.url()).not.toContain('token');
      expect(isIn).toBe(0);
    });
  });
};
