import type { Alarm } from '../../../../../cli/operator/drill/alarms.ts';

/** An alarm on dead letters, unless told otherwise. */
export const alarm = (deel: Partial<Alarm>): Alarm => ({
  naam: 'InburgeringshubVerwerking-X',
  naamruimte: 'AWS/SQS',
  metriek: 'ApproximateNumberOfMessagesVisible',
  dimensies: { QueueName: 'dood' },
  drempel: 1,
  stand: 'OK',
  ...deel,
});
