import { expect, it } from 'vitest';
import { shownPrincipal } from '../../src/cli/history-words.ts';

it('calls whoever an event names claimed, and nobody else', () => {
  expect(shownPrincipal({ principal: 'operator', isClaimed: true })).toBe('operator (claimed)');
  expect(shownPrincipal({ principal: 'sweep', isClaimed: false })).toBe('sweep');
});
