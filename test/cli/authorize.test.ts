import { describe, expect, it } from 'vitest';
import { authorizeFor, type Identity } from '../../src/cli/authorize.ts';
import { InvalidInputError } from '../../src/model/errors.ts';

const identities: readonly (readonly [string, Identity])[] = [
  ['a token', { token: 'secret-of-mine' }],
  ['a signature', { sign: true }],
];

describe.each(identities)('%s', (_, identity) => {
  it.each([
    'http://10.0.0.7:8787',
    'http://heirtag.example',
    'http://localhost.example',
    'http://[2001:db8::1]',
  ])('does not go to %s', (endpoint) => {
    expect(() => authorizeFor(new URL(endpoint), identity)).toThrow(/over plain http.*use https/);
  });

  it.each([
    'http://127.0.0.1:8787',
    'http://127.8.0.1',
    'http://[::1]:1',
    'http://localhost',
    'http://a.execute-api.localhost:4566',
    'https://heirtag.example',
  ])('may go to %s', (endpoint) => {
    expect(authorizeFor(new URL(endpoint), identity)).toBeTypeOf('function');
  });
});

it('goes anywhere without credentials', () => {
  expect(authorizeFor(new URL('http://10.0.0.7'), {})).toBeTypeOf('function');
});

it.each(['', 'secret-of-mine\n', 'secret-of-mine two', 'secret-of-mine\u00e4'])(
  'does not tell a token that cannot be sent: %j',
  (token) => {
    const authorize = () => authorizeFor(new URL('http://127.0.0.1'), { token });

    expect(authorize).toThrow(InvalidInputError);
    expect(authorize).not.toThrow(/secret-of-mine/);
  },
);
