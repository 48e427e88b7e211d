import type { Alarm } from '../../bin/commands/oefening/alarmen.ts';

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
