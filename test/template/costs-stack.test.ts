import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp } from './support.ts';

const budgetOf = (otherwise: Parameters<typeof trialEnvironment>[0]) => {
  const { kosten } = createTrialApp({ omgeving: trialEnvironment(otherwise) });
  if (kosten === undefined) throw new Error('no stack with costs');
  return Template.fromStack(kosten);
};

describe('the budget of an environment', () => {
  it('counts the whole account in dollars a month', () => {
    budgetOf(COMPLETE).hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 100, Unit: 'USD' } },
    });
  });

  it('mails whoever hears the alarms, and the others, at 80 % spent and at 100 % expected', () => {
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
    budgetOf(COMPLETE).hasResourceProperties('AWS::Budgets::Budget', {
      NotificationsWithSubscribers: [notice('ACTUAL', 80), notice('FORECASTED', 100)],
    });
  });

  it('asks at the deployment who hears it when the environment does not say', () => {
    const template = budgetOf({ budget: { dollarsPerMaand: 10 } });
    template.hasParameter('AlarmEmailadres', { Type: 'String' });
    expect(JSON.stringify(template.findResources('AWS::Budgets::Budget'))).toContain(
      '"Ref":"AlarmEmailadres"',
    );
  });

  it('has no fixed name, so that a change of who hears can replace it', () => {
    const [budget] = Object.values(budgetOf(COMPLETE).findResources('AWS::Budgets::Budget'));
    expect(budget?.['Properties'].Budget).not.toHaveProperty('BudgetName');
  });

  it('is left out with its stack when the environment has none', () => {
    expect(createTrialApp().kosten).toBeUndefined();
  });
});
