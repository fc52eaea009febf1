import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClient } from '../../src/clouds/alibaba/demo/client.ts';
import { runToEnd, startRunner } from './runner-process.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-runner-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the local runner', () => {
  it('says first where it listens, serves there, and stops cleanly on Ctrl-C', async () => {
    const runner = await startRunner(folder);

    const health = await fetch(`${runner.url}/v1/health`);

    expect(await health.json()).toEqual({ status: 'ok' });
    expect(runner.output().split('\n')[0]).toBe(`heirtag listens on ${runner.url}`);
    expect(await runner.interrupt()).toBe(0);
    expect(runner.output().split('\n')).toHaveLength(3);
  });

  it('tells Prometheus what it counted and what waits', async () => {
    const runner = await startRunner(folder);
    const event = { eventName: 'DescribeDisks', serviceName: 'Ecs', acsRegion: 'cn-hangzhou' };
    await fetch(`${runner.url}/v1/events`, { method: 'POST', body: JSON.stringify([event]) });

    const response = await fetch(`${runner.url}/metrics`);
    const text = await response.text();
    await runner.interrupt();

    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    expect(text).toContain('heirtag_events_touching_nothing_total{reason="UnwatchedCall"} 1\n');
    expect(text).toContain('heirtag_queue_messages{state="dead_letters"} 0\n');
    expect(text).toContain('heirtag_messages_done_total 0\n');
    expect(text).toContain('# TYPE heirtag_lag_seconds histogram\n');
  });

  it('answers what it does not know as the API does', async () => {
    const runner = await startRunner(folder);

    const [unknown, wrong] = await Promise.all([
      fetch(`${runner.url}/v1/nothing`),
      fetch(`${runner.url}/v1/events`),
    ]);
    const bodies = [await unknown.json(), await wrong.json()];
    await runner.interrupt();

    expect([unknown.status, wrong.status, wrong.headers.get('allow')]).toEqual([404, 405, 'POST']);
    expect(bodies).toMatchObject([{ code: 'NotFound' }, { code: 'MethodNotAllowed' }]);
  });

  it('says of an event that its bus lets nobody have why it touches nothing', async () => {
    const runner = await startRunner(folder);
    const client = openClient(runner.url, '1000000000000001', async () => {});

    await client.cloud('Ecs/CreateDisk', { RegionId: 'me-east-1' });
    await client.cloud('Ecs/CreateDisk', { RegionId: 'cn-hangzhou' });
    await client.settle();
    await runner.interrupt();

    const lines = runner.output().split('\n');
    expect(lines.filter((line) => line.includes('event touches nothing'))).toEqual([
      expect.stringContaining('region me-east-1 is not supported'),
    ]);
  });

  it('finishes what is in flight on Ctrl-C, and has lost nothing at the next start', async () => {
    const first = await startRunner(folder);
    const client = openClient(first.url, '1000000000000001', async () => {});
    await client.setFeature('Enable');
    await client.setRule('rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk', {
      status: 'Enable',
    });
    const arns = await client.cloud('Ecs/RunInstances', {
      RegionId: 'cn-hangzhou',
      Amount: 20,
      Tag: [{ Key: 'cost', Value: 'shanghai' }],
    });
    expect(await first.interrupt()).toBe(0);

    const second = await startRunner(folder);
    const again = openClient(second.url, '1000000000000001', async () => {});
    await again.settle();
    const disks = arns.filter((arn) => arn.includes(':disk/'));
    const tags = await Promise.all(disks.map(again.tagsOf));
    await second.interrupt();

    expect(tags).toHaveLength(20);
    expect(tags).toEqual(disks.map(() => ({ cost: 'shanghai' })));
  });

  it('listens on loopback only', async () => {
    const runner = await startRunner(folder);
    const { port } = new URL(runner.url);
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4');

    const answer =
      outside === undefined
        ? 'refused'
        : await fetch(`http://${outside.address}:${port}/v1/health`).then(
            () => 'answered',
            () => 'refused',
          );
    await runner.interrupt();

    expect(answer).toBe('refused');
  });
});

describe('a start that cannot work says why, in one line', () => {
  it('when another runner has the folder', async () => {
    const runner = await startRunner(folder);

    const ended = await runToEnd('--data', folder, '--port', '0');
    await runner.interrupt();

    expect(ended).toEqual({
      code: 1,
      output: expect.stringMatching(
        /^heirtag: the data in .+ is in use by another runner \(process \d+\); stop it, or choose another --data\n$/,
      ),
    });
  });

  it('when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;

    const ended = await runToEnd('--data', folder, '--port', String(port));
    server.close();

    expect(ended.code).toBe(1);
    expect(ended.output).toContain(`cannot listen on 127.0.0.1:${port}: `);
    expect(ended.output).toContain('choose another --port\n');
  });

  it('when others could call without a token', async () => {
    const { code, output } = await runToEnd('--data', folder, '--port', '0', '--host', '0.0.0.0');

    expect(code).toBe(1);
    expect(output).toMatch(/^heirtag: whoever reaches 0\.0\.0\.0 .*HEIRTAG_TOKEN.*\n$/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('when the folder holds data of another version', async () => {
    await writeFile(join(folder, 'version'), '999\n');

    const { code, output } = await runToEnd('--data', folder, '--port', '0');

    expect(code).toBe(1);
    expect(output).toContain('is of version 999; this runner reads version');
  });

  it.each([
    ['version', /data in \S+version cannot be read, it holds no version: .*copy of the whole data/],
    ['lock', /cannot be locked: .*the file "lock" in it holds no data: .*delete it/],
    ['sqs/fauxqs.db', /data in \S+sqs cannot be read \(.*\): .*copy of the whole data folder/],
    [
      'dynamodb/CURRENT',
      /data in \S+dynamodb cannot be read \(CURRENT is damaged: it names no manifest\): .*copy of the whole data/,
    ],
    ['access-key-secrets.json', /access-key-secrets\.json cannot be read: .*Restore the file/],
  ])('when a file of the folder is damaged: %s', async (name, message) => {
    const runner = await startRunner(folder);
    await runner.interrupt();
    await writeFile(join(folder, name), 'x'.repeat(3000), { mode: 0o600 });
    // A database that was not closed in time could be put right from its log.
    for (const log of ['-wal', '-shm']) await rm(join(folder, `${name}${log}`), { force: true });

    const { code, output } = await runToEnd('--data', folder, '--port', '0');

    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it('when the log or a table of the database is damaged within', async () => {
    const tables = join(folder, 'dynamodb');
    const startDamaged = async (end: string, [from, to]: readonly [number, number]) => {
      const [name = ''] = (await readdir(tables)).filter((each) => each.endsWith(end));
      const bytes = await readFile(join(tables, name));
      await writeFile(join(tables, name), Buffer.from(bytes).fill(0xa5, from, to));
      const ended = await runToEnd('--data', folder, '--port', '0');
      await writeFile(join(tables, name), bytes);
      return ended;
    };
    const told = (reason: string) => ({
      code: 1,
      output: expect.stringMatching(
        `^heirtag: the data in .* cannot be read \\(${reason}.*\\): .*copy of the whole data.*\n$`,
      ),
    });

    await (await startRunner(folder)).interrupt();
    const log = await startDamaged('.log', [20, 200]);
    await (await startRunner(folder)).interrupt();
    const table = await startDamaged('.ldb', [0, 500]);

    expect(log).toEqual(told('\\d+\\.log is damaged: nothing can be read at byte 0'));
    expect(table).toEqual(told('Corruption'));
  });

  it('when the folder cannot be made', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');

    const { code, output } = await runToEnd('--data', file, '--port', '0');

    expect(code).toBe(1);
    expect(output).toMatch(/^heirtag: the data in .*file cannot be opened: .*\n$/);
  });

  it.each([
    [['--port', 'eighty'], '--port takes a number from 0 to 65535, not "eighty"'],
    [['--port', '65536'], '--port takes a number from 0 to 65535, not "65536"'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--data'], "Option '--data <value>' argument missing"],
    [['--data', ''], '--data takes a folder'],
    [['--host', ''], '--host takes an address'],
  ])('%j', async (args, message) => {
    const { code, output } = await runToEnd(...args);

    expect(code).toBe(2);
    expect(output).toContain(message);
    expect(await readdir(folder)).toEqual([]);
  });
});
