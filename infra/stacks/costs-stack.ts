import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import type { Budget } from '../environments/environment.ts';
import { alarmAdres } from '../parameters.ts';

/** Percentage of the budget at which somebody hears: of what was spent, and of what the month is heading for. */
const NOTICES = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

/** What the costs stack must know. */
export type CostsStackProps = StackProps & {
  readonly budget: Budget;
  readonly alarmEmailadres: string | undefined;
};

/**
 * What the account may cost a month, with a mail before it is spent.
 *
 * A stack of its own: an account whose organisation keeps budgets to itself leaves it out, and nothing of the hub then
 * rolls back. Over the whole account: a filter on tags counts nothing until somebody activates those tags for billing,
 * and a budget that counts nothing never warns. Without a fixed name, because every change of who hears replaces the
 * budget, and the name would still be taken.
 */
export class CostsStack extends Stack {
  constructor(scope: Construct, id: string, props: CostsStackProps) {
    const { budget, alarmEmailadres, ...stackProps } = props;
    super(scope, id, stackProps);
    const belong = [alarmAdres(this, alarmEmailadres), ...budget.ookAan];
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: budget.dollarsPerMaand, unit: 'USD' },
      },
      notificationsWithSubscribers: NOTICES.map((notice) => ({
        notification: { ...notice, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
        subscribers: belong.map((address) => ({ subscriptionType: 'EMAIL', address })),
      })),
    });
  }
}
