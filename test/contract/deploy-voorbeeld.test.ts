import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { OMGEVINGEN } from '../../infra/omgevingen/omgeving.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const VOORBEELDEN = join(PROJECT, 'docs', 'voorbeelden');
const lees = (naam: string): string => readFileSync(join(VOORBEELDEN, naam), 'utf8');

/** Where the hub is deployed to; `lokaal` is no environment of GitHub. */
const UITROLBAAR = OMGEVINGEN.filter((naam) => naam !== 'lokaal');

/** Spectral reads YAML, so its rules can say what a workflow must look like. */
const lint = async (bestand: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    join(PROJECT, 'node_modules', '.bin', 'spectral'),
    [
      ...['lint', '-F', 'warn', '--ignore-unknown-format'],
      ...['-r', join(import.meta.dirname, 'hulp', 'workflow.spectral.json'), bestand],
    ],
    { cwd: PROJECT },
  ).catch((fout: { stdout?: string }) => ({ stdout: String(fout.stdout) }));
  return stdout;
};

describe('the workflow to copy', () => {
  it.each(['deploy.yml', 'deploy-omgeving.yml'])('%s is right', { timeout: 60_000 }, async (naam) => {
    expect(await lint(join(VOORBEELDEN, naam))).toContain('No results');
  });

  it('that goes wrong is noticed', { timeout: 60_000 }, async () => {
    const uitkomst = await lint(join(import.meta.dirname, 'hulp', 'slechte-workflow.yml'));
    for (const regel of [
      'no-long-lived-keys',
      'no-write-all',
      'jobs-call-the-workflow-of-one-environment',
      'calls-may-ask-for-an-oidc-token',
      'known-environments',
      'environments-of-github',
    ]) {
      expect(uitkomst).toContain(regel);
    }
  });

  it.each(['deploy.yml', 'deploy-omgeving.yml'])('%s holds no key and reads no secret', (naam) => {
    expect(lees(naam)).not.toMatch(/secrets\.|aws-access-key-id|AWS_SECRET|AKIA/i);
  });

  it('brings every environment up to date, each after the one before it', () => {
    const stappen = [
      ...lees('deploy.yml').matchAll(/^ {2}(\w+):\n {4}needs: (\w+)$[\s\S]*?omgeving: (\w+)$/gm),
    ];
    expect(stappen.map(([, job, na, omgeving]) => [job, na, omgeving])).toEqual(
      UITROLBAAR.map((naam, plaats) => [naam, UITROLBAAR[plaats - 1] ?? 'controle', naam]),
    );
  });

  it('deploys the very assembly that was shown, and only after looking', () => {
    const tekst = lees('deploy-omgeving.yml');
    expect(tekst).toMatch(/ {2}deploy:\n {4}needs: diff\n/);
    expect(tekst).toMatch(/^permissions:\n {2}contents: read\n {2}id-token: write\n/m);
    expect(tekst.match(/cdk synth/g)).toHaveLength(1);
    for (const [, opdracht] of tekst.matchAll(/npx cdk (diff|deploy)\b(?!.*--app cdk\.out)/g)) {
      expect(opdracht, 'without the assembly').toBeUndefined();
    }
  });
});

interface Beleid {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  }[];
}
const beleid = (naam: string): Beleid => JSON.parse(lees(naam)) as Beleid;

describe('the roles of the workflow', () => {
  it('are for one repository, one environment and one audience, without a wildcard', () => {
    const { Statement } = beleid('oidc-vertrouwen.json');
    expect(Statement).toHaveLength(1);
    expect(Statement[0]).toMatchObject({ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity' });
    expect(Statement[0]?.Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': 'repo:<ORGANISATIE>/<REPOSITORY>:environment:<OMGEVING>',
      },
    });
  });

  it.each(['rol-deploy.json', 'rol-diff.json'])('%s may only become a role of the CDK', (naam) => {
    for (const { Action, Resource } of beleid(naam).Statement) {
      expect(Action).toBe('sts:AssumeRole');
      for (const arn of [Resource].flat()) {
        expect(arn).toMatch(
          /^arn:aws:iam::<ACCOUNT>:role\/cdk-hnb659fds-(deploy|file-publishing|lookup)-role-<ACCOUNT>-<REGIO>$/,
        );
      }
    }
  });

  it('the one that looks cannot deploy', () => {
    expect(lees('rol-diff.json')).not.toMatch(/deploy-role|publishing/);
  });

  it.each(['oidc-vertrouwen.json', 'rol-deploy.json', 'rol-diff.json', 'cloudformation-rechten.json'])(
    '%s fits in a policy of IAM',
    (naam) => {
      expect(JSON.stringify(beleid(naam)).length).toBeLessThan(naam.startsWith('oidc') ? 2048 : 6144);
    },
  );
});
