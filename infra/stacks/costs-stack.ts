import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import type { Budget } from '../environments/environment.ts';
import { emailadresOfAlarms } from '../parameters.ts';

/**
 * The percentages of the budget at which AWS sends a mail: of what was spent, and of what it forecasts for the month.
 */
const NOTICES = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

/** The properties of the costs stack. */
export type CostsStackProps = StackProps & {
  readonly budget: Budget;
  readonly alarmEmailadres: string | undefined;
};

/**
 * The budget of the account for a month, with a mail before it is spent.
 *
 * It is a stack of its own, so that an account that may not have budgets leaves it out and nothing of the hub rolls
 * back. The budget covers the whole account: a filter on tags counts nothing until those tags are activated for
 * billing, and a budget that counts nothing never warns. It has no fixed name, because every change of its subscribers
 * replaces the budget while the name is still taken.
 */
export class CostsStack extends Stack {
  constructor(scope: Construct, id: string, props: CostsStackProps) {
    const { budget, alarmEmailadres, ...stackProps } = props;
    super(scope, id, stackProps);
    const addresses = [emailadresOfAlarms(this, alarmEmailadres), ...budget.ookAan];
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: budget.dollarsPerMaand, unit: 'USD' },
      },
      notificationsWithSubscribers: NOTICES.map((notice) => ({
        notification: { ...notice, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
        subscribers: addresses.map((address) => ({ subscriptionType: 'EMAIL', address })),
      })),
    });
  }
}
