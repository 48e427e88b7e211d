import { expect, it } from 'vitest';
import { scheduledTasks } from '../../bench/costs/fixed.ts';
import { trialTemplates } from './support.ts';

it('what the clock runs is given to a function that the stacks name, so that its costs can be counted', () => {
  const { processing } = trialTemplates().templates;
  const tasks = scheduledTasks([processing.toJSON()]);
  expect(tasks.map(({ functionOutput, byQueue }) => `${functionOutput} ${byQueue}`).toSorted()).toEqual([
    'BewakingFunctieNaam false',
    'BewakingFunctieNaam false',
    'BewakingFunctieNaam false',
    'MailenFunctieNaam false',
    'WissenFunctieNaam true',
  ]);
  for (const { functionOutput } of tasks) processing.hasOutput(functionOutput, {});
});
