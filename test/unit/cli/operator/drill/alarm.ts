import type { Alarm } from '../../../../../cli/operator/drill/alarms.ts';

/** An alarm on dead letters, unless told otherwise. */
export const alarm = (part: Partial<Alarm>): Alarm => ({
  naam: 'InburgeringshubVerwerking-X',
  namespace: 'AWS/SQS',
  metriek: 'ApproximateNumberOfMessagesVisible',
  dimensions: { QueueName: 'dood' },
  drempel: 1,
  stand: 'OK',
  ...part,
});
