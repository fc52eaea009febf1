import { expect, it } from 'vitest';
import { InvalidInputError } from '../../src/model/errors.ts';
import { thrownMessage } from '../../src/model/thrown-message.ts';

it('takes the message of an error, without its class or stack', () => {
  const error = new InvalidInputError({ code: 'InvalidEvent', message: 'the event has no id' });

  expect(thrownMessage(error)).toBe('the event has no id');
});

it.each([
  ['a text', 'ECONNRESET', 'ECONNRESET'],
  ['a number', 7, '7'],
  ['nothing', undefined, 'undefined'],
])('takes %s that was thrown as it is', (_, thrown, message) => {
  expect(thrownMessage(thrown)).toBe(message);
});
