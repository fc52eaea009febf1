import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { keyAttributes, schemaVersion } from '../../src/storage/schema.ts';
import { pinnedStages } from './pinned-stages.ts';
import { replacements, statefulResourcesOf } from './stateful-resources.ts';

/** What deployed stages consist of. `npm run pin` writes it anew, once a release may destroy data. */
const pinFile = join(import.meta.dirname, 'stateful-resources.json');

const pinSchema = z.object({
  schemaVersion: z.number(),
  keyAttributes: z.object({ partition: z.string(), sort: z.string() }),
  stages: z.record(
    z.string(),
    z.record(z.string(), z.object({ type: z.string(), fixed: z.record(z.string(), z.unknown()) })),
  ),
});

const stages = Object.fromEntries(
  Object.entries(pinnedStages).map(([name, make]) => [name, statefulResourcesOf(make())]),
);

if (process.env.HEIRTAG_PIN === 'write') {
  const current = { schemaVersion, keyAttributes, stages };
  writeFileSync(pinFile, `${JSON.stringify(current, undefined, 2)}\n`);
}

const pinned = pinSchema.parse(JSON.parse(readFileSync(pinFile, 'utf8')));

describe('an upgrade', () => {
  it('knows each kind of stage that is pinned', () => {
    expect(Object.keys(stages).sort()).toEqual(Object.keys(pinned.stages).sort());
  });

  it.each(Object.entries(stages))(
    'deletes and replaces nothing that holds data or that others name: %s',
    (name, current) => {
      expect(replacements(pinned.stages[name] ?? {}, current)).toEqual([]);
    },
  );

  it.each(Object.entries(stages))(
    'has every such resource pinned (npm run pin): %s',
    (name, current) => {
      expect(Object.keys(pinned.stages[name] ?? {}).sort()).toEqual(Object.keys(current).sort());
    },
  );

  it('that changes the key attributes of the tables raises the version of the schema', () => {
    if (schemaVersion === pinned.schemaVersion) expect(keyAttributes).toEqual(pinned.keyAttributes);
    else expect(schemaVersion).toBeGreaterThan(pinned.schemaVersion);
  });
});

describe('replacements', () => {
  const table = { type: 'AWS::DynamoDB::Table', fixed: { KeySchema: [{ AttributeName: 'pk' }] } };

  it('names a resource whose logical id changed', () => {
    expect(replacements({ Old: table }, { New: table })).toEqual([
      'Old (AWS::DynamoDB::Table) would be deleted: its logical id is gone',
    ]);
  });

  it('names a property that cannot be changed in place', () => {
    const renamed = { ...table, fixed: { ...table.fixed, TableName: 'state' } };

    expect(replacements({ State: table }, { State: renamed })).toEqual([
      'State (AWS::DynamoDB::Table) would be replaced: TableName is another',
    ]);
  });

  it('lets new resources come', () => {
    expect(replacements({}, { State: table })).toEqual([]);
  });
});
