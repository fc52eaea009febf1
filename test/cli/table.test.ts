import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { resourceCell, timeCell } from '../../src/cli/cells.ts';
import { factLines, type Heading, printTable, tableLines } from '../../src/cli/table.ts';
import { fc } from '../properties.ts';
import { recordingTerminal } from './program-fixture.ts';

const plain = (tableWidth?: number) => ({
  paint: (_: string, text: string) => text,
  tableWidth,
});

const arn = 'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1';

const headings: readonly Heading[] = [
  'TIME',
  { heading: 'VALUE', ifLong: 'cut' },
  { heading: 'RULE', isSpare: true },
  { heading: 'BY', isSpare: true },
  'RESOURCE',
];
const row = [
  timeCell('2026-11-26T08:39:59.209Z'),
  'a value that is quite long',
  'ecs-instance/ecs-disk',
  'operator',
  resourceCell(arn),
];

describe('a table', () => {
  it('is whole, whatever its width, where no person looks at it', () => {
    expect(tableLines(plain(), headings, [row])).toEqual([
      'TIME                      VALUE                       RULE                   BY        RESOURCE',
      `2026-11-26T08:39:59.209Z  a value that is quite long  ecs-instance/ecs-disk  operator  ${arn}`,
    ]);
  });

  it.each([
    [
      'as it is',
      140,
      `2026-11-26T08:39:59.209Z  a value that is quite long  ecs-instance/ecs-disk  operator  ${arn}`,
    ],
    [
      'with short times and resources',
      100,
      '2026-11-26T08:39:59Z  a value that is quite long  ecs-instance/ecs-disk  operator  disk/d-1',
    ],
    [
      'with long texts cut',
      90,
      '2026-11-26T08:39:59Z  a value that is quite lo…  ecs-instance/ecs-disk  operator  disk/d-1',
    ],
    [
      'without its last spare column',
      80,
      '2026-11-26T08:39:59Z  a value that is quite lo…  ecs-instance/ecs-disk  disk/d-1',
    ],
    ['without spare columns', 60, '2026-11-26T08:39:59Z  a value that is quite long  disk/d-1'],
    ['with texts cut further', 42, '2026-11-26T08:39:59Z  a value t…  disk/d-1'],
  ])('fits a terminal %s, of %i columns', (_, width, line) => {
    expect(tableLines(plain(width), headings, [row])[1]).toBe(line);
  });

  it('leaves out a column that says nothing before any other, and does not mention it', () => {
    const terminal = { ...recordingTerminal(), tableWidth: 90 };

    printTable(terminal, headings, [row.with(2, '')]);

    expect(terminal.lines).toEqual([
      'TIME                  VALUE                       BY        RESOURCE',
      '2026-11-26T08:39:59Z  a value that is quite long  operator  disk/d-1',
    ]);
  });

  it('takes as many rows as there are', () => {
    const rows = Array.from({ length: 200_000 }, () => ['a', 'b']);

    expect(tableLines(plain(80), ['ONE', 'TWO'], rows)).toHaveLength(200_001);
  });

  it('is a list of facts where columns find no room side by side', () => {
    expect(tableLines(plain(30), headings, [row, row])).toEqual([
      'TIME      2026-11-26T08:39:59Z',
      'VALUE     a value that is',
      '          quite long',
      'RULE      ecs-instance/ecs-disk',
      'BY        operator',
      'RESOURCE  disk/d-1',
      '',
      'TIME      2026-11-26T08:39:59Z',
      'VALUE     a value that is',
      '          quite long',
      'RULE      ecs-instance/ecs-disk',
      'BY        operator',
      'RESOURCE  disk/d-1',
    ]);
  });

  it('says what it had no room for, and nothing when it had', () => {
    const narrow = { ...recordingTerminal(), tableWidth: 42 };
    const wide = { ...recordingTerminal(), tableWidth: 200 };

    printTable(narrow, headings, [row]);
    printTable(wide, headings, [row]);

    expect(narrow.lines.at(-1)).toBe(
      '(without RULE, BY; what ends with … is cut: -o wide shows all)',
    );
    expect(wide.lines).toHaveLength(2);
  });

  it('goes on below where its last column is folded', () => {
    const reason: Heading = { heading: '', ifLong: 'fold' };

    expect(
      tableLines(plain(30), ['RULE', reason], [['a/b', 'it was never set by anybody']]),
    ).toEqual(['RULE', 'a/b   it was never set by', '      anybody']);
  });

  it('never is wider than a terminal of 80 columns or more, whatever its texts hold', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 5 }),
        fc.integer({ min: 80, max: 300 }),
        (texts, width) => {
          const rows = texts.map((value) => row.with(1, value));

          for (const line of tableLines(plain(width), headings, rows)) {
            expect(stringWidth(line)).toBeLessThanOrEqual(width);
          }
        },
      ),
    );
  });
});

it('lists facts with what holds folded between words', () => {
  expect(factLines(plain(36), [['triggered by', 'AttachDisk, DetachDisk, TagInstance']])).toEqual([
    'triggered by  AttachDisk,',
    '              DetachDisk,',
    '              TagInstance',
  ]);
});
