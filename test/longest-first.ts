import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take long, the longest first. Vitest knows how long a file took from the run before, and a clean clone has
 * none: a long file that then starts last keeps one core busy while the others have nothing left.
 */
const LONG = [
  'unit/functions/coa/numbers-put-right.test.ts',
  'unit/cli/gemeente/report.test.ts',
  'unit/docs/partners/fetchers.test.ts',
  'unit/docs/partners/readers.test.ts',
  'unit/functions/stories/again.test.ts',
  'contract/made-up-event.test.ts',
  'contract/openapi.test.ts',
  'faults/every-call.test.ts',
  'faults/falls.test.ts',
  'faults/fuzz.test.ts',
  'faults/order.test.ts',
  'template/nag.test.ts',
  'template/bundles.test.ts',
  'template/changes.test.ts',
  'integration/hub/wissen.test.ts',
  'integration/hub/one-hub.test.ts',
  'integration/hub/woning.test.ts',
  'integration/cli/tester/happen.test.ts',
  'integration/cli/hub.test.ts',
  'integration/hub/koppeling-to-pip.test.ts',
  'integration/cli/tester/start.test.ts',
  'integration/hub/webhook.test.ts',
  'integration/hub/duo-told.test.ts',
  'integration/hub/loket.test.ts',
  'integration/hub/door-switch.test.ts',
  'integration/cli/operator/redrive.test.ts',
  'integration/local/flow.test.ts',
  'integration/cli/tester/invented.test.ts',
  'integration/local/durability.test.ts',
  'integration/hub/pull.test.ts',
  'integration/infra/bundling/command-line.test.ts',
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONG.findIndex((path) => moduleId.endsWith(path));
  return place === -1 ? LONG.length : place;
};

/** Vitest's own order, project for project as the configuration names them, with the long files of each in front. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const orderOf = ({ project }: TestSpecification): number => this.ctx.projects.indexOf(project);
    return (await super.sort(files)).toSorted(
      (one, other) => orderOf(one) - orderOf(other) || placeOf(one) - placeOf(other),
    );
  }
}
