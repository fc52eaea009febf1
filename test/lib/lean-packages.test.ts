import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../lib/bundling.ts';
import { withImportsAtStart, withPlainKeys } from '../../lib/lean-packages.ts';

let folder: string;
let worker: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-lean-'));
  const file = join(folder, 'index.js');
  await bundleFunction('src/handlers/worker.ts', file, { variant: 'aws' });
  worker = await readFile(file, 'utf8');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('keys of what clients say of their requests', () => {
  it('are written as the names that they stand for', () => {
    const text = 'const _xN = "xmlName";\nvar Volume$ = [{ [_xN]: _a,\n    [_xN]: "b" }];';

    expect(withPlainKeys(text)).toContain('[{ "xmlName": _a,\n    "xmlName": "b" }]');
  });

  it.each(['[{ [other]: 1 }]', 'names[_xN]'])('do not change what %s means', (expression) => {
    const text = `const _xN = "xmlName";\nreturn ${expression};`;
    const evaluated = (code: string): unknown =>
      new Function('other', 'names', code)('another', { xmlName: 1 });

    expect(evaluated(withPlainKeys(text))).toEqual(evaluated(text));
  });
});

describe('what packages load when they need it', () => {
  const text = 'const f = async () => (await import("./sts.js")).role;';

  it('is loaded at once where the bundle holds it', () => {
    expect(withImportsAtStart(text, () => false)).toBe(
      'import * as loaded0$ from "./sts.js";\nconst f = async () => (loaded0$).role;',
    );
  });

  it('is left where it is when the bundle does not hold it', () => {
    expect(withImportsAtStart(text, (name) => name === './sts.js')).toBe(text);
  });
});

describe('the worker of a stage of AWS', () => {
  it('knows the calls that it makes', () => {
    expect(worker).toContain('DescribeVolumes');
  });

  it.each(['CreateVpc', 'RunInstances', 'CreateDBInstance', 'PublishLayerVersion'])(
    'knows nothing of %s, which it never calls',
    (operation) => {
      expect(worker).not.toContain(`${operation}Request`);
    },
  );

  it('knows the version of each client, and nothing else of its package.json', () => {
    expect(worker).not.toContain('devDependencies');
    expect(worker.match(/\{version:"3\.\d+\.\d+"\}/g)?.length).toBeGreaterThanOrEqual(10);
  });
});
