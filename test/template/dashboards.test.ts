import { describe, expect, it } from 'vitest';
import { type Named, objectionTo } from './emitted.ts';
import { type StackName, trialTemplates } from './support.ts';

const templates = trialTemplates();

type Widget = {
  readonly type: string;
  readonly properties: { readonly title?: string; readonly metrics?: readonly (readonly unknown[])[] };
};

/** De inhoud van een dashboard als JSON, met elke verwijzing als object op haar plaats. */
const readContent = (content: unknown): { readonly widgets: readonly Widget[] } => {
  const parts =
    typeof content === 'object' && content !== null && 'Fn::Join' in content
      ? (content['Fn::Join'] as [string, readonly unknown[]])[1]
      : [content];
  const references: unknown[] = [];
  const text = parts
    .map((part) => (typeof part === 'string' ? part : `@@${references.push(part) - 1}@@`))
    .join('');
  return JSON.parse(text, (_name, value: unknown) => {
    const [, number] = typeof value === 'string' ? (/^@@(\d+)@@$/.exec(value) ?? []) : [];
    return number === undefined ? value : references[Number(number)];
  });
};

const namedIn = (metric: readonly unknown[]): Named => {
  const [namespace, name, ...rest] = metric.filter(
    (part, number) => number < metric.length - 1 || typeof part === 'string',
  );
  const paren = Array.from({ length: Math.floor(rest.length / 2) }, (_, number) => rest.slice(2 * number));
  return {
    namespace: String(namespace),
    naam: String(name),
    dimensions: Object.fromEntries(paren.map(([dimension, value]) => [String(dimension), value])),
  };
};

const dashboards = templates.sources('AWS::CloudWatch::Dashboard').map(({ doel, bron }) => ({
  stack: doel.stack,
  naam: String(bron.Properties['DashboardName']),
  widgets: readContent(bron.Properties['DashboardBody']).widgets,
}));

const metrics = dashboards.flatMap(({ stack, naam, widgets }) =>
  widgets.flatMap(({ properties }) =>
    (properties.metrics ?? []).map((metric): readonly [string, StackName, Named] => [
      `${naam}: ${properties.title}: ${String(metric[1])}`,
      stack,
      namedIn(metric),
    ]),
  ),
);

describe('dashboards', () => {
  it('zijn er een per gemeente en een voor het beheer', () => {
    expect(dashboards.map(({ naam }) => naam).toSorted()).toEqual([
      'inburgeringshub-0907',
      'inburgeringshub-1734',
      'inburgeringshub-beheer',
    ]);
  });

  it('tonen alleen wat iets in deze app uitzendt', () => {
    expect(metrics.length).toBeGreaterThan(50);
    const objections = metrics.flatMap(([where, stack, named]) => {
      const objection = objectionTo(templates, stack, named);
      return objection === undefined ? [] : [`${where}: ${objection}`];
    });
    expect(objections).toEqual([]);
  });

  it('tonen van elke partner van een gemeente wat er ligt, hoe oud, wat is verzonden en wat is blijven steken', () => {
    const van0907 = metrics.filter(([where]) => where.startsWith('inburgeringshub-0907'));
    const perQueue = Map.groupBy(
      van0907.filter(([, , { namespace }]) => namespace === 'AWS/SQS'),
      ([, stack, { dimensions }]) =>
        templates.sourceOf(templates.targetOf(stack, dimensions['QueueName']))?.Properties['QueueName'],
    );
    const found = Object.fromEntries(
      [...perQueue].map(([queue, list]) => [queue, list.map(([, , { naam }]) => naam).toSorted()]),
    );
    const own = [
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesVisible',
      'NumberOfMessagesSent',
    ];
    const dead = ['ApproximateNumberOfMessagesVisible'];
    expect(found).toEqual({
      'inburgeringshub-0907-taalschool.fifo': own,
      'inburgeringshub-0907-balk.fifo': own,
      'inburgeringshub-0907-taalschool-dode-brieven.fifo': dead,
      'inburgeringshub-0907-balk-dode-brieven.fifo': dead,
    });
  });

  it('tonen elke dodebrievenbus van de verwerking', () => {
    const buses = templates
      .sources('AWS::SQS::Queue')
      .filter(({ doel }) => doel.stack === 'verwerking' && /DodeBrieven/.test(doel.id))
      .map(({ doel }) => doel.id);
    const shown = metrics
      .filter(([where]) => where.startsWith('inburgeringshub-beheer: Dode brieven'))
      .map(([, stack, { dimensions }]) => templates.targetOf(stack, dimensions['QueueName'])?.id);
    expect(shown.toSorted()).toEqual(buses.toSorted());
  });
});
