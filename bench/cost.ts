import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { figuresText, measureFigures } from './measured/cost-figures.ts';

const usage = `Counts what the service asks of AWS for some events, and says what that costs.

  npm run bench:cost -- [--json] [--write]

  --json   print figures for programs
  --write  put the tables into docs/cost.md
`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

const cost = await measureFigures();
if (values.json) process.stdout.write(`${JSON.stringify(cost, null, 2)}\n`);
else process.stdout.write(`${figuresText(cost)}\n`);

if (values.write) {
  const file = join(import.meta.dirname, '..', 'docs', 'cost.md');
  const [before = ''] = readFileSync(file, 'utf8').split('<!-- figures -->');
  writeFileSync(file, `${before}<!-- figures -->\n\n${figuresText(cost)}\n`);
}
