import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp, environmentOf, readTemplates, toList, trialTemplates } from './support.ts';

const NAME = 'inburgeringshub-herstel-20260131T220000';
const ordinary = trialTemplates();
const restored = readTemplates(createTrialApp({ environment: trialEnvironment({ hersteldeTabel: NAME }) }));

describe('a restored table', () => {
  it('replaces the table of the data stack for every function, with its permissions', () => {
    const tables = restored
      .sources('AWS::Lambda::Function')
      .map(({ source }) => environmentOf(source)['TABEL_NAAM'])
      .filter((name) => name !== undefined);
    expect(tables.length).toBeGreaterThan(4);
    expect(new Set(tables)).toEqual(new Set([NAME]));
    const rights = restored.sources('AWS::IAM::Policy').flatMap(({ source }) =>
      toList((source.Properties['PolicyDocument'] as { Statement: unknown }).Statement).filter((part) =>
        // The logbook is a table of its own.
        /^(?!.*Logboek).*"dynamodb:/.test(JSON.stringify(part)),
      ),
    );
    expect(rights.length).toBeGreaterThan(4);
    for (const right of rights) expect(JSON.stringify(right)).toContain(`:table/${NAME}`);
  });

  it('is what is copied to another account every night, and what is trailed, with the logbook', () => {
    const { backup, trail } = createTrialApp({
      environment: trialEnvironment({ ...COMPLETE, hersteldeTabel: NAME }),
    });
    if (backup === undefined || trail === undefined) throw new Error('a stack is not there');
    const named = (stack: Stack, type: string): readonly string[] =>
      Object.values(Template.fromStack(stack).findResources(type)).map((resource) =>
        JSON.stringify(resource),
      );
    const [selection] = named(backup, 'AWS::Backup::BackupSelection');
    const [trailed] = named(trail, 'AWS::CloudTrail::Trail');
    for (const text of [selection, trailed]) {
      expect(text).toContain(`:table/${NAME}`);
      expect(text).toMatch(/Logboek\w*Arn/);
      expect(text).not.toMatch(/Tabel\w*Arn/);
    }
  });

  it('leaves the data stack as it is, so that it can be deployed while the processing stack uses it', () => {
    expect(restored.templates.data.toJSON()).toEqual(ordinary.templates.data.toJSON());
  });

  it('stands in the outputs, for the commands of operators', () => {
    restored.templates.processing.hasOutput('HersteldeTabelNaam', { Value: NAME });
    expect(ordinary.templates.processing.findOutputs('HersteldeTabelNaam')).toEqual({});
  });

  it('has a name that a table can have', () => {
    expect(() => trialEnvironment({ hersteldeTabel: 'x y' })).toThrow('moet de naam van een tabel zijn');
  });
});
