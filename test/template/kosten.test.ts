import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { proefOmgeving, VOLLEDIG } from '../omgeving.ts';
import { maakProefApp } from './hulp.ts';

const budgetVan = (anders: Parameters<typeof proefOmgeving>[0]) => {
  const { kosten } = maakProefApp({ omgeving: proefOmgeving(anders) });
  if (kosten === undefined) throw new Error('no stack with costs');
  return Template.fromStack(kosten);
};

describe('the budget of an environment', () => {
  it('counts the whole account in dollars a month', () => {
    budgetVan(VOLLEDIG).hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 100, Unit: 'USD' } },
    });
  });

  it('mails whoever hears the alarms, and the others, at 80 % spent and at 100 % expected', () => {
    const subscribers = ['beheer@hub.example', 'financien@hub.example'].map((Address) => ({
      SubscriptionType: 'EMAIL',
      Address,
    }));
    const melding = (NotificationType: string, Threshold: number) => ({
      Notification: {
        NotificationType,
        Threshold,
        ThresholdType: 'PERCENTAGE',
        ComparisonOperator: 'GREATER_THAN',
      },
      Subscribers: subscribers,
    });
    budgetVan(VOLLEDIG).hasResourceProperties('AWS::Budgets::Budget', {
      NotificationsWithSubscribers: [melding('ACTUAL', 80), melding('FORECASTED', 100)],
    });
  });

  it('asks at the deployment who hears it when the environment does not say', () => {
    const sjabloon = budgetVan({ budget: { dollarsPerMaand: 10 } });
    sjabloon.hasParameter('AlarmEmailadres', { Type: 'String' });
    expect(JSON.stringify(sjabloon.findResources('AWS::Budgets::Budget'))).toContain(
      '"Ref":"AlarmEmailadres"',
    );
  });

  it('has no fixed name, so that a change of who hears can replace it', () => {
    const [budget] = Object.values(budgetVan(VOLLEDIG).findResources('AWS::Budgets::Budget'));
    expect(budget?.['Properties'].Budget).not.toHaveProperty('BudgetName');
  });

  it('is left out with its stack when the environment has none', () => {
    expect(maakProefApp().kosten).toBeUndefined();
  });
});
