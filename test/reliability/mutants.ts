/** A change of the source that breaks a promise, and the tests that must notice. */
export type Mutant = {
  /** What is broken; docs/reliability.md lists these. */
  readonly name: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly from: string;
  readonly to: string;
  /** The smallest tests that catch it. */
  readonly tests: readonly string[];
};

const worlds = 'test/reliability/worlds.test.ts';
const interleavings = 'test/reliability/interleavings.test.ts';
const faults = 'test/reliability/faults.test.ts';
const regressions = 'test/reliability/regressions.test.ts';

/** Every mutant is caught: `npm run mutants` says so. */
export const mutants: readonly Mutant[] = [
  {
    name: 'no verify after a write',
    file: 'src/engine/verify.ts',
    from: 'return now !== undefined && fingerprint(now) === fingerprint(inputs);',
    to: 'return now !== undefined || fingerprint(inputs) === "";',
    tests: ['test/engine/reconcile.test.ts'],
  },
  {
    name: 'overwrites on a torn read',
    file: 'src/engine/reconcile.ts',
    from: 'const isCurrent = isIrrevocable(plan)\n',
    to: 'const isCurrent = false\n',
    tests: ['test/engine/reconcile.test.ts'],
  },
  {
    name: 'repairs on a torn read',
    file: 'src/engine/irrevocable.ts',
    from: "(step.reason === 'repairs' && !step.isNew)",
    to: 'false',
    tests: ['test/engine/torn-reads.test.ts'],
  },
  {
    name: 'tags that would stay are set on a torn read',
    file: 'src/engine/irrevocable.ts',
    from: 'findRule(step.entry.rule)?.removesOnDetach !== true',
    to: 'false',
    tests: ['test/engine/torn-reads.test.ts'],
  },
  {
    name: 'displaced values put back on a torn read',
    file: 'src/engine/irrevocable.ts',
    from: 'return step.restored !== null',
    to: 'return false',
    tests: ['test/engine/torn-reads.test.ts'],
  },
  {
    name: 'entries forgotten although the inputs changed',
    file: 'src/engine/carry-out.ts',
    from: '  if (!(await check())) return { plan, isStillSo: false };\n',
    to: '  await check();\n',
    tests: ['test/engine/carry-out.test.ts'],
  },
  {
    name: 'closed and refused lines of a dead intent are dropped',
    file: 'src/engine/changes.ts',
    from: 'planned.some((each) => isSameLine(each, line))',
    to: 'false',
    tests: ['test/engine/carry-out.test.ts'],
  },
  {
    name: 'tag calls before the intent is on record',
    file: 'src/engine/carry-out.ts',
    from: '  const held = await ledger.replace(',
    to: '  await apply(session, plan, { ...record, intent });\n  const held = await ledger.replace(',
    tests: [worlds],
  },
  {
    name: 'unconditional ledger write',
    file: 'src/ledger/dynamodb-ledger.ts',
    from: "          : { kind: 'version', version: previous.version },",
    to: "          : { kind: 'any' },",
    tests: [interleavings],
  },
  {
    name: 'others do not wait for an open intent',
    file: 'src/engine/intent-policy.ts',
    from: 'return clock() < intent.expiresAt + clockSkewMs;',
    to: 'return clock() < 0 * intent.expiresAt;',
    tests: ['test/engine/reconcile.test.ts'],
  },
  {
    name: 'removal of what is not ours any more',
    file: 'src/engine/decide.ts',
    from: "if (!isWhatWeWrote(entry, actual)) return { action: 'close', key, reason: 'changed by others' };",
    to: "if (actual === undefined) return { action: 'close', key, reason: 'changed by others' };",
    tests: [worlds],
  },
  {
    name: 'own value claimed as inherited',
    file: 'src/engine/wanted.ts',
    from: "    return { action: 'keep', key, reason: 'own value', entry: undefined };",
    to: "    return setStep(state, winner, { reason: 'inherited' });",
    tests: [worlds],
  },
  {
    name: 'generation ignored',
    file: 'src/engine/standing.ts',
    from: 'return isAssociated || entry.generation === setting.generation',
    to: 'return isAssociated || entry.generation >= 0',
    tests: [worlds],
  },
  {
    name: 'heirs by the ledger forgotten',
    file: 'src/engine/heirs.ts',
    from: 'rule: undefined, isOn: rules.some(isOn) },',
    to: 'rule: undefined, isOn: false },',
    tests: [worlds],
  },
  {
    name: 'tie broken by arrival',
    file: 'src/engine/desired.ts',
    from: '(left.primary.arn < right.primary.arn ? -1 : 1)',
    to: '0',
    tests: ['test/engine/plan.test.ts'],
  },
  {
    name: 'closest parent does not win',
    file: 'src/engine/desired.ts',
    from: 'left.rule.rank - right.rule.rank ||',
    to: '',
    tests: [worlds],
  },
  {
    name: 'a tag that does not flow keeps farther ones from flowing',
    file: 'src/engine/desired.ts',
    from: 'else withheld.add(key);',
    to: 'else withheld.delete(key);',
    tests: ['test/engine/desired.test.ts'],
  },
  {
    name: 'the entry of another primary counts as settled',
    file: 'src/engine/wanted.ts',
    from: 'entry.primary === primary.arn &&',
    to: 'primary.arn !== undefined &&',
    tests: ['test/engine/settled.test.ts'],
  },
  {
    name: 'an entry that no rule wants any more is overlooked',
    file: 'src/engine/plan.ts',
    from: 'if (wantedEntries < entries.size) {',
    to: 'if (wantedEntries < 0) {',
    tests: ['test/engine/settled.test.ts'],
  },
  {
    name: 'policy keep overwrites',
    file: 'src/engine/wanted.ts',
    from: "  if (winner.setting.conflictPolicy === 'keep') {",
    to: '  if (winner.setting.conflictPolicy === undefined) {',
    tests: [worlds],
  },
  {
    name: 'quota ignored',
    file: 'src/engine/plan.ts',
    from: 'fitQuota(wanted, resource.tags, maxTags)',
    to: 'fitQuota(wanted, resource.tags, 1000 + maxTags)',
    tests: [worlds],
  },
  {
    name: 'tags stay after a detach',
    file: 'src/engine/decide.ts',
    from: 'if (!isAssociated && findRule(entry.rule)?.removesOnDetach !== true) {',
    to: 'if (!isAssociated || findRule(entry.rule) === undefined) {',
    tests: [worlds],
  },
  {
    name: 'excluded keys flow',
    file: 'src/engine/scope.ts',
    from: "return excluded !== undefined && isExcluded(excluded, key) ? 'excluded' : undefined;",
    to: "return excluded !== undefined && isExcluded(excluded, '') ? 'excluded' : undefined;",
    tests: [worlds],
  },
  {
    name: 'regions that are not handled are swept',
    file: 'src/engine/observe.ts',
    from: "  if (!eyes.regions.has(region)) return { kind: 'inactive' };\n",
    to: '',
    tests: [regressions],
  },
  {
    name: 'chain cut after one hop',
    file: 'src/worker/work.ts',
    from: '[...new Set([...named, ...below.flat()])].map(',
    to: "[...new Set([...named, ...below.flat()])].filter((arn) => !arn.includes(':disk/')).map(",
    tests: [worlds],
  },
  {
    name: 'a failed message counts as done',
    file: 'src/worker/worker-handler.ts',
    from: '    await postpone(deps, record, error);\n    throw error;\n',
    to: '    await postpone(deps, record, error);\n',
    tests: [interleavings],
  },
  {
    name: 'a look does for later changes, too',
    file: 'src/worker/looks.ts',
    from: 'return since + marginMs < receivedAt;',
    to: 'return since + receivedAt > 0;',
    tests: [worlds],
  },
  {
    name: 'a merged call is sent for who came too late',
    file: 'src/wave/tag-writer.ts',
    from: 'const parts = stillWanted(alike, tooLate);',
    to: 'const parts = alike;\n    stillWanted(alike, new Map());',
    tests: ['test/wave/tag-writer.test.ts'],
  },
  {
    name: 'one bad item fails a merged call for all',
    file: 'src/wave/shared-call.ts',
    from: 'if (tried.items.length <= 1) return failAll(tried);',
    to: 'if (tried.items.length >= 1) return failAll(tried);',
    tests: ['test/wave/shared-call.test.ts'],
  },
  {
    name: 'an outage is answered with more and more calls',
    file: 'src/wave/shared-call.ts',
    from: 'failure instanceof RetryableError);',
    to: 'failure === undefined);',
    tests: ['test/wave/shared-call.test.ts'],
  },
  {
    name: 'a tag call that may arrive late is done when sent again',
    file: 'src/wave/tag-writer.ts',
    from: 'unsure.get(part) ?? ends.get(part)',
    to: 'ends.get(part) ?? unsure.get(part)',
    tests: ['test/wave/tag-writer.test.ts'],
  },
  {
    name: 'keys that a batch read left undone count as absent',
    file: 'src/storage/batches.ts',
    from: 'return answer.UnprocessedKeys?.[table]?.Keys ?? [];',
    to: 'return [];',
    tests: ['test/storage/batches.test.ts'],
  },
  {
    name: 'a new resource that is not visible yet counts as gone',
    file: 'src/engine/reconcile.ts',
    from: '  if (!(ageSeconds < visibilityDelaySeconds)) return;\n',
    to: '  if (ageSeconds >= 0) return;\n',
    tests: [faults],
  },
  {
    name: 'a write whose answer was lost does not know itself again',
    file: 'src/storage/expectation.ts',
    from: "[isMet, isOwn].join(' OR ')",
    to: "[isMet, isOwn].join(' AND NOT ')",
    tests: ['test/storage/table.test.ts'],
  },
  {
    name: 'a write all of whose answers were lost counts as not done',
    file: 'src/storage/table.ts',
    from: 'if (!isDone) throw failure;',
    to: 'if (!isDone || failure) throw failure;',
    tests: ['test/storage/table.test.ts'],
  },
];
