import { describe, expect, it } from 'vitest';
import { type Named, objectionTo } from './emitted.ts';
import { type StackName, trialTemplates } from './support.ts';

const templates = trialTemplates();

type Widget = {
  readonly type: string;
  readonly properties: { readonly title?: string; readonly metrics?: readonly (readonly unknown[])[] };
};

/** The body of a dashboard as JSON, with every reference as an object in its place. */
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
  const pairs = Array.from({ length: Math.floor(rest.length / 2) }, (_, number) => rest.slice(2 * number));
  return {
    namespace: String(namespace),
    name: String(name),
    dimensions: Object.fromEntries(pairs.map(([dimension, value]) => [String(dimension), value])),
  };
};

const dashboards = templates.sources('AWS::CloudWatch::Dashboard').map(({ target, source }) => ({
  stack: target.stack,
  name: String(source.Properties['DashboardName']),
  widgets: readContent(source.Properties['DashboardBody']).widgets,
}));

const metrics = dashboards.flatMap(({ stack, name, widgets }) =>
  widgets.flatMap(({ properties }) =>
    (properties.metrics ?? [])
      .filter(([first]) => typeof first === 'string')
      .map((metric): readonly [string, StackName, Named] => [
        `${name}: ${properties.title}: ${String(metric[1])}`,
        stack,
        namedIn(metric),
      ]),
  ),
);

describe('the dashboards', () => {
  it('are one, however many gemeenten there are', () => {
    expect(dashboards.map(({ name }) => name)).toEqual(['inburgeringshub-beheer']);
  });

  it('show only metrics that something in this app emits', () => {
    expect(metrics.length).toBeGreaterThan(50);
    const objections = metrics.flatMap(([where, stack, named]) => {
      const objection = objectionTo(templates, stack, named);
      return objection === undefined ? [] : [`${where}: ${objection}`];
    });
    expect(objections).toEqual([]);
  });

  it('show what each gemeente reads, and of all partners, found by the names of their queues, what was sent, what lies ready, its age and the dead letters', () => {
    const searches = dashboards.flatMap(({ widgets }) =>
      widgets.flatMap(({ properties }) =>
        (properties.metrics ?? []).flatMap(([first]) =>
          typeof first === 'object' && first !== null && 'expression' in first
            ? [`${properties.title}: ${String(first.expression)}`]
            : [],
        ),
      ),
    );
    const search = (terms: string, metric: string, statistic: string) =>
      `SEARCH('{AWS/SQS,QueueName} inburgeringshub fifo ${terms} NOT bezorging MetricName="${metric}"', '${statistic}', 300)`;
    expect(searches).toEqual([
      `Raadplegingen per gemeente, gewogen: SEARCH('{Inburgeringshub,gemeente,service} MetricName="Raadplegingen"', 'Sum', 300)`,
      `Partners: verzonden: ${search('NOT brieven', 'NumberOfMessagesSent', 'Sum')}`,
      `Partners: nog op te halen: ${search('NOT brieven', 'ApproximateNumberOfMessagesVisible', 'Maximum')}`,
      `Partners: oudste bericht (seconden): ${search('NOT brieven', 'ApproximateAgeOfOldestMessage', 'Maximum')}`,
      `Partners: dode brieven: ${search('brieven', 'ApproximateNumberOfMessagesVisible', 'Maximum')}`,
    ]);
  });

  it('show every dead-letter queue of the processing stack', () => {
    const deadLetterQueues = templates
      .sources('AWS::SQS::Queue')
      .filter(({ target }) => target.stack === 'processing' && /DodeBrieven/.test(target.id))
      .map(({ target }) => target.id);
    const shown = metrics
      .filter(([where]) => where.startsWith('inburgeringshub-beheer: Dode brieven'))
      .map(([, stack, { dimensions }]) => templates.targetOf(stack, dimensions['QueueName'])?.id);
    expect(shown.toSorted()).toEqual(deadLetterQueues.toSorted());
  });
});
