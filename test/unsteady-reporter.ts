import type { Reporter, TestCase } from 'vitest/node';

/**
 * Names the tests that passed only when they were tried again (`vitest --retry`): each rests on luck and
 * is to be mended. Without it a run that retries would hide them.
 */
export class UnsteadyReporter implements Reporter {
  readonly #unsteady: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky !== true) return;
    const why = test.result().errors?.[0]?.message ?? 'no message';
    this.#unsteady.push(`${test.module.relativeModuleId} > ${test.fullName}\n    ${why}`);
  }

  onTestRunEnd(): void {
    if (this.#unsteady.length === 0) return;
    console.log(`\nUnsteady, passed on a second try only:\n  ${this.#unsteady.join('\n  ')}`);
  }
}
