import { kanaalOfDeadLetters, kanaalQueue } from '../../contracts/internal/queue-names.ts';
import { Places } from '../../functions/bewaking/queues.ts';
import { environmentOf, functionWith, type Target, type Templates } from './support.ts';

/**
 * The queues that the watch looks into. Its environment names the queues of functions by their logical ids, and its code names the
 * queues of partners by the names that follow from the profiles.
 */
export const watchedQueues = (templates: Templates) => {
  const { source } = functionWith(templates, 'bewaking');
  const [, parts] = (environmentOf(source)['WACHTRIJEN'] as { 'Fn::Join': [string, readonly unknown[]] })[
    'Fn::Join'
  ];
  const text = parts
    .map((part) =>
      typeof part === 'string' ? part : (templates.targetOf('processing', part)?.id ?? 'nowhere'),
    )
    .join('');
  const places = Places.parse(JSON.parse(text));
  const ofPartners = (target: Target): boolean => target.stack.startsWith('gemeente-');
  const nameOf = (target: Target): string => String(templates.sourceOf(target)?.Properties['QueueName']);
  return {
    places,
    /** The name under which dead letters in this queue are told. */
    deadLettersToldAs: (target: Target): string | undefined =>
      ofPartners(target)
        ? kanaalOfDeadLetters(nameOf(target))
        : Object.entries(places).find(([, [deadLetters]]) => deadLetters === target.id)?.[0],
    /** The name under which is told that nothing was taken from this queue. */
    workToldAs: (target: Target): string | undefined => {
      const [, gemeentecode, partner] = /^inburgeringshub-(\d{4})-(.+)\.fifo$/.exec(nameOf(target)) ?? [];
      if (ofPartners(target) && kanaalOfDeadLetters(nameOf(target)) === undefined)
        return kanaalQueue(`${gemeentecode}/${partner}`) === nameOf(target)
          ? `${gemeentecode}/${partner}`
          : undefined;
      return Object.entries(places).find(([, [, queue]]) => queue === target.id)?.[0];
    },
  };
};
