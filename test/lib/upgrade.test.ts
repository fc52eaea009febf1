import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { keyAttributes, schemaVersion } from '../../src/storage/schema.ts';
import { production, templateOf } from './stage-fixture.ts';
import { replacements, statefulResourcesOf } from './stateful-resources.ts';

/** What deployed stages consist of. `npm run pin` writes it anew, once a release may destroy data. */
const pinFile = join(import.meta.dirname, 'stateful-resources.json');

const pinSchema = z.object({
  schemaVersion: z.number(),
  keyAttributes: z.object({ partition: z.string(), sort: z.string() }),
  resources: z.record(
    z.string(),
    z.object({ type: z.string(), fixed: z.record(z.string(), z.unknown()) }),
  ),
});

const current = {
  schemaVersion,
  keyAttributes,
  resources: statefulResourcesOf(templateOf({ ...production, simulator: true })),
};

if (process.env.HEIRTAG_PIN === 'write') {
  writeFileSync(pinFile, `${JSON.stringify(current, undefined, 2)}\n`);
}

const pinned = pinSchema.parse(JSON.parse(readFileSync(pinFile, 'utf8')));

describe('an upgrade', () => {
  it('deletes and replaces no table, queue, bus or API', () => {
    expect(replacements(pinned.resources, current.resources)).toEqual([]);
  });

  it('has every stateful resource pinned (npm run pin)', () => {
    expect(Object.keys(pinned.resources).sort()).toEqual(Object.keys(current.resources).sort());
  });

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
