import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../infra/environments/fields.ts';
import { createLinter, rulesIn } from './support/linter.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const EXAMPLES = join(PROJECT, 'docs', 'voorbeelden');
const read = (name: string): string => readFileSync(join(EXAMPLES, name), 'utf8');

/** The environments that the hub is deployed to; `lokaal` is none of them. */
const DEPLOYABLE = ENVIRONMENTS.filter((name) => name !== 'lokaal');

/** Spectral reads YAML, so its rules can say what a workflow must look like. */
const lint = createLinter(rulesIn(join(import.meta.dirname, 'support', 'workflow.spectral.json')));

describe('the workflow to copy', () => {
  it.each(['deploy.yml', 'deploy-omgeving.yml'])('%s passes the linter', async (name) => {
    expect(await lint(read(name))).toEqual([]);
  });

  it('fails the linter on every rule that it breaks', async () => {
    const outcome = (
      await lint(readFileSync(join(import.meta.dirname, 'support', 'bad-workflow.yml'), 'utf8'))
    ).join('\n');
    for (const rule of [
      'no-long-lived-keys',
      'no-write-all',
      'jobs-call-the-workflow-of-one-environment',
      'calls-may-ask-for-an-oidc-token',
      'known-environments',
      'environments-of-github',
    ]) {
      expect(outcome).toContain(rule);
    }
  });

  it.each(['deploy.yml', 'deploy-omgeving.yml'])('%s holds no key and reads no secret', (name) => {
    expect(read(name)).not.toMatch(/secrets\.|aws-access-key-id|AWS_SECRET|AKIA/i);
  });

  it('brings every environment up to date, each after the one before it', () => {
    const steps = [
      ...read('deploy.yml').matchAll(/^ {2}(\w+):\n {4}needs: (\w+)$[\s\S]*?omgeving: (\w+)$/gm),
    ];
    expect(steps.map(([, job, after, environment]) => [job, after, environment])).toEqual(
      DEPLOYABLE.map((name, place) => [name, DEPLOYABLE[place - 1] ?? 'controle', name]),
    );
  });

  it('deploys the very assembly of which it showed the diff, and only after that diff', () => {
    const text = read('deploy-omgeving.yml');
    expect(text).toMatch(/ {2}deploy:\n {4}needs: diff\n/);
    expect(text).toMatch(/^permissions:\n {2}contents: read\n {2}id-token: write\n/m);
    expect(text.match(/cdk synth/g)).toHaveLength(1);
    for (const [, job] of text.matchAll(/npx cdk (diff|deploy)\b(?!.*--app cdk\.out)/g)) {
      expect(job, 'without the assembly').toBeUndefined();
    }
  });
});

interface Policy {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  }[];
}
const policy = (name: string): Policy => JSON.parse(read(name)) as Policy;

describe('the roles of the workflow', () => {
  it('trust one repository, one environment and one audience, without a wildcard', () => {
    const { Statement } = policy('oidc-vertrouwen.json');
    expect(Statement).toHaveLength(1);
    expect(Statement[0]).toMatchObject({ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity' });
    expect(Statement[0]?.Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': 'repo:<ORGANISATIE>/<REPOSITORY>:environment:<OMGEVING>',
      },
    });
  });

  it.each(['rol-deploy.json', 'rol-diff.json'])('%s may only become a role of the CDK', (name) => {
    for (const { Action, Resource } of policy(name).Statement) {
      expect(Action).toBe('sts:AssumeRole');
      for (const arn of [Resource].flat()) {
        expect(arn).toMatch(
          /^arn:aws:iam::<ACCOUNT>:role\/cdk-hnb659fds-(deploy|file-publishing|lookup)-role-<ACCOUNT>-<REGIO>$/,
        );
      }
    }
  });

  it('the role that makes the diff cannot deploy', () => {
    expect(read('rol-diff.json')).not.toMatch(/deploy-role|publishing/);
  });

  it.each(['oidc-vertrouwen.json', 'rol-deploy.json', 'rol-diff.json', 'cloudformation-rechten.json'])(
    '%s is small enough for a policy of IAM',
    (name) => {
      expect(JSON.stringify(policy(name)).length).toBeLessThan(name.startsWith('oidc') ? 2048 : 6144);
    },
  );
});
