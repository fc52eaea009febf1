import { benchmarks } from './benchmarks.ts';
import { machine, tableOf } from './report.ts';

const [name = '', ...options] = process.argv.slice(2);
const benchmark = benchmarks.get(name);
const isJson = options.includes('--json');
const unknown = options.filter((option) => option !== '--json');
if (benchmark === undefined || unknown.length > 0) {
  const list = [...benchmarks].map(([each, { about }]) => `  ${each}  ${about}`);
  const problem = unknown.length > 0 ? `unknown option ${unknown[0]}` : `no benchmark "${name}"`;
  process.stderr.write(`${problem}\n\n  npm run bench -- <name> [--json]\n\n${list.join('\n')}\n`);
  process.exit(2);
}

const rows = await benchmark.run();
const report = { name, about: benchmark.about, machine: machine(), rows };
console.log(
  isJson
    ? JSON.stringify(report, null, 2)
    : `${name}: ${benchmark.about}\n${JSON.stringify(report.machine)}\n\n${tableOf(rows)}`,
);
