import { beforeEach, describe, expect, it } from 'vitest';
import { createDoor, type Door } from '../../src/console/door.ts';

let now: number;
let made: number;
let door: Door;

beforeEach(() => {
  now = 0;
  made = 0;
  const secrets = () => {
    made += 1;
    return `secret-${made}`;
  };
  door = createDoor({ name: 'heirtag-1', secrets, clock: () => now });
});

const request = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  new Request(`http://127.0.0.1:1${path}`, { method, headers: { ...headers } });

const cookieOf = (response: Response | undefined): string =>
  response?.headers.get('set-cookie') ?? '';

describe('the address with the token', () => {
  it('gives the browser that opens it a cookie that no script and no other site gets', () => {
    const opened = door.open(request(door.path));

    expect(opened?.status).toBe(200);
    expect(cookieOf(opened)).toMatch(/^heirtag-1=secret-\d; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(opened?.headers.get('referrer-policy')).toBe('no-referrer');
    const [cookie = ''] = cookieOf(opened).split(';');
    expect(door.isOpenTo(request('/v1/about', { cookie: `a=b; ${cookie}` }))).toBe(true);
  });

  it('lets nobody in a second time', () => {
    door.open(request(door.path));

    const again = door.open(request(door.path));

    expect([again?.status, cookieOf(again)]).toEqual([401, '']);
  });

  it('lets nobody in who comes too late', () => {
    now = 10 * 60_000;

    expect(door.open(request(door.path))?.status).toBe(401);
  });

  it('is not used up by a wrong guess', () => {
    expect(door.open(request('/console/?token=guess'))?.status).toBe(401);
    expect(door.open(request('/console/?token='))?.status).toBe(401);
    expect(door.open(request(door.path))?.status).toBe(200);
  });

  it('is none of other paths and methods', () => {
    const elsewhere = door.path.replace('/console/', '/v1/about');

    expect(door.open(request('/console/'))).toBeUndefined();
    expect(door.open(request(elsewhere))).toBeUndefined();
    expect(door.open(request(door.path, {}, 'POST'))).toBeUndefined();
  });
});

it.each([
  '',
  'heirtag-1',
  'heirtag-1=',
  'heirtag-1=guess',
  'heirtag-2=secret-1',
  'x=heirtag-1=secret-1',
])('stays closed to the cookie %j', (cookie) => {
  expect(door.isOpenTo(request('/v1/about', { cookie }))).toBe(false);
});
