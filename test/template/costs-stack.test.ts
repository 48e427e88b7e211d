import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { expectProperties } from './expect-resource.ts';
import { createTrialApp } from './support.ts';

const budgetOf = (otherwise: Parameters<typeof trialEnvironment>[0]) => {
  const { costs } = createTrialApp({ environment: trialEnvironment(otherwise) });
  if (costs === undefined) throw new Error('no stack with costs');
  return Template.fromStack(costs);
};

describe('the budget of an environment', () => {
  it('is for the whole account, in dollars a month', () => {
    expectProperties(budgetOf(COMPLETE), 'AWS::Budgets::Budget', {
      Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 100, Unit: 'USD' } },
    });
  });

  it('mails the address of the alarms and the other addresses, at 80 % spent and at 100 % expected', () => {
    const subscribers = ['beheer@hub.example', 'financien@hub.example'].map((Address) => ({
      SubscriptionType: 'EMAIL',
      Address,
    }));
    const notice = (NotificationType: string, Threshold: number) => ({
      Notification: {
        NotificationType,
        Threshold,
        ThresholdType: 'PERCENTAGE',
        ComparisonOperator: 'GREATER_THAN',
      },
      Subscribers: subscribers,
    });
    expectProperties(budgetOf(COMPLETE), 'AWS::Budgets::Budget', {
      NotificationsWithSubscribers: [notice('ACTUAL', 80), notice('FORECASTED', 100)],
    });
  });

  it('asks for the address at the deployment when the environment has none', () => {
    const template = budgetOf({ budget: { dollarsPerMaand: 10 } });
    template.hasParameter('AlarmEmailadres', { Type: 'String' });
    expect(JSON.stringify(template.findResources('AWS::Budgets::Budget'))).toContain(
      '"Ref":"AlarmEmailadres"',
    );
  });

  it('has no fixed name, so that a change of its subscribers can replace it', () => {
    const [budget] = Object.values(budgetOf(COMPLETE).findResources('AWS::Budgets::Budget'));
    expect(budget?.['Properties'].Budget).not.toHaveProperty('BudgetName');
  });

  it('is left out with its stack when the environment has none', () => {
    expect(createTrialApp().costs).toBeUndefined();
  });
});
