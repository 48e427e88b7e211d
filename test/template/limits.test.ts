import { describe, expect, it } from 'vitest';
import { LARGEST_ENVIRONMENT, largestSize } from '../../infra/limits.ts';
import { ACCOUNT, COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp, environmentOf, partners, readTemplates, type Source } from './support.ts';

/** The partners of a region with forty gemeenten. */
const PARTNERS = 240;

/** How many metrics a dashboard of CloudWatch takes. */
const METRICS_OF_DASHBOARD = 2500;

/** How many characters the inline policies of a role may have together, without white space. */
const LARGEST_POLICY = 10_240;

describe('forty gemeenten with six partners each', () => {
  const templates = readTemplates(createTrialApp({ gemeenten: partners(PARTNERS) }));

  it('each have a stack', () => {
    expect(Object.keys(templates.templates).filter((name) => name.startsWith('gemeente-'))).toHaveLength(40);
  });

  it('stay within the limits of CloudFormation, also with ten times as many partners in each gemeente', () => {
    for (const [name, template] of Object.entries(templates.templates)) {
      const { Resources = {}, Outputs = {} } = (template?.toJSON() ?? {}) as Record<
        string,
        Record<string, Source>
      >;
      const room = name.startsWith('gemeente-') ? 10 : 1;
      expect(Object.keys(Resources).length * room, name).toBeLessThanOrEqual(500);
      expect(Object.keys(Outputs).length * room, name).toBeLessThanOrEqual(200);
      expect(JSON.stringify(template?.toJSON()).length * room, name).toBeLessThan(1_000_000);
    }
  });

  it('have the same shared stacks as one gemeente, but that what waits for DUO is bounded', () => {
    const few = readTemplates(createTrialApp({ gemeenten: partners(6) }));
    const unbounded = (template: unknown): unknown =>
      JSON.parse(JSON.stringify(template, (name, value) => (name === 'ScalingConfig' ? undefined : value)));
    for (const stack of ['data', 'processing', 'archive'] as const) {
      const [many, one] = [templates, few].map((hub) => unbounded(hub.templates[stack].toJSON()));
      expect(many, stack).toEqual(one);
    }
  });

  it('show no more metrics on a dashboard than CloudWatch takes', () => {
    const dashboards = templates.sources('AWS::CloudWatch::Dashboard');
    expect(dashboards).toHaveLength(1);
    for (const { target, source } of dashboards) {
      const metrics =
        JSON.stringify(source.Properties['DashboardBody']).match(/\\"(AWS\/|Inburgeringshub)/g) ?? [];
      expect(metrics.length, target.id).toBeLessThan(METRICS_OF_DASHBOARD);
    }
  });

  it('leave room in the policy of every role', () => {
    const policy = templates.sources('AWS::IAM::Policy');
    expect(policy.length).toBeGreaterThan(0);
    for (const { target, source } of policy) {
      expect(largestSize(source.Properties['PolicyDocument']), target.id).toBeLessThan(LARGEST_POLICY);
    }
  });

  it('leave room in the environment of every function', () => {
    for (const { target, source } of templates.sources('AWS::Lambda::Function')) {
      expect(largestSize(environmentOf(source)), target.id).toBeLessThan(LARGEST_ENVIRONMENT);
    }
  });
});

it('the synthesis refuses more partners than fit in the stack of a gemeente, with the reason', () => {
  const many = Array.from({ length: 67 }, (_, number) => ({ sleutel: `partner-${number}` }));
  expect(() => createTrialApp({ gemeenten: [{ gemeentecode: '0907', partners: many }] }).app.synth()).toThrow(
    /InburgeringshubGemeente0907\].*te veel partners in één gemeente/,
  );
});

describe('gemeenten with a certificate of their own for DUO', () => {
  const { certificaatGeheimArn } = COMPLETE.duo.gemeenten['0907'];
  const withCertificates = (count: number) => {
    const gemeenten = partners(6 * count);
    const certificates = gemeenten.map(({ gemeentecode }) => [gemeentecode, { certificaatGeheimArn }]);
    const duo = { ...COMPLETE.duo, gemeenten: Object.fromEntries(certificates) };
    return createTrialApp({
      gemeenten,
      environment: trialEnvironment({ account: ACCOUNT, regio: COMPLETE.regio, duo }),
    });
  };

  it('fit in the environment of a function for a hub of twenty', () => {
    const functions = readTemplates(withCertificates(20)).sources('AWS::Lambda::Function');
    const lengths = functions.map(({ source }) => largestSize(environmentOf(source)));
    expect(Math.max(...lengths)).toBeLessThan(LARGEST_ENVIRONMENT);
  });

  it('are refused by the synthesis when there are more, with the functions and the variable', () => {
    expect(() => withCertificates(40).app.synth()).toThrow(
      /inburgeringshub-duo .*DUO_CERTIFICAAT_PER_GEMEENTE[\s\S]*inburgeringshub-duomeldingen /,
    );
  });
});
