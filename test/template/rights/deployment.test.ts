import { describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../../environment.ts';
import { createTrialApp, readTemplates, trialTemplates } from '../support.ts';
import { examplePolicy } from './examples.ts';
import { ACCOUNT, createPlaces, REGION } from './places.ts';
import { ROWS } from './rows.ts';
import { isAllowed } from './simulate.ts';

/** The policies in `docs/voorbeelden`, which an administrator copies: what the roles that deploy may, and must not. */

const ROLE = `arn:aws:iam::${ACCOUNT}:role`;
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/inburgeringshub-rechtengrens`;
const OWN_ROLE = `${ROLE}/InburgeringshubVerwerking-ApiRol`;
const TRAIL = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/organisatie`;
const OWN_TRAIL = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/InburgeringshubSpoor-Spoor-1A2B3C`;
const cdkRole = (name: string): string => `${ROLE}/cdk-hnb659fds-${name}-role-${ACCOUNT}-${REGION}`;

type Try = readonly [
  may: boolean,
  what: string,
  action: string,
  resource: string,
  context?: Readonly<Record<string, string>>,
];

const inBoundary = { 'iam:PermissionsBoundary': BOUNDARY };

const TRIES: Readonly<Record<string, readonly Try[]>> = {
  'cloudformation-rechten.json': [
    [true, 'make a role of the hub inside the boundary', 'iam:CreateRole', OWN_ROLE, inBoundary],
    [false, 'make a role without a boundary', 'iam:CreateRole', OWN_ROLE],
    [
      false,
      'make a role with another boundary',
      'iam:CreateRole',
      OWN_ROLE,
      { 'iam:PermissionsBoundary': `arn:aws:iam::${ACCOUNT}:policy/anders` },
    ],
    [false, 'make a role that is not of the hub', 'iam:CreateRole', `${ROLE}/beheerder`, inBoundary],
    [true, 'give a role inside the boundary rights', 'iam:PutRolePolicy', OWN_ROLE, inBoundary],
    [false, 'give a role outside the boundary rights', 'iam:PutRolePolicy', OWN_ROLE],
    [true, 'change what a role is for', 'iam:UpdateRole', OWN_ROLE],
    [true, 'change who may be a role', 'iam:UpdateAssumeRolePolicy', OWN_ROLE],
    [
      false,
      'change who may be a role that is not of the hub',
      'iam:UpdateAssumeRolePolicy',
      `${ROLE}/beheerder`,
    ],
    [
      true,
      'see whether a table of one region scales by itself, as its resource type asks',
      'application-autoscaling:DescribeScalableTargets',
      '*',
    ],
    [false, 'take the boundary off a role', 'iam:DeleteRolePermissionsBoundary', OWN_ROLE, inBoundary],
    [
      true,
      'let API Gateway write its logs',
      'iam:AttachRolePolicy',
      OWN_ROLE,
      {
        ...inBoundary,
        'iam:PolicyARN': 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
      },
    ],
    [
      false,
      'make a role an administrator',
      'iam:AttachRolePolicy',
      OWN_ROLE,
      { ...inBoundary, 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ],
    [false, 'change the boundary', 'iam:CreatePolicyVersion', BOUNDARY],
    [
      true,
      'hand a role to Lambda',
      'iam:PassRole',
      OWN_ROLE,
      { 'iam:PassedToService': 'lambda.amazonaws.com' },
    ],
    [
      false,
      'hand a role to a server',
      'iam:PassRole',
      OWN_ROLE,
      { 'iam:PassedToService': 'ec2.amazonaws.com' },
    ],
    [false, 'make a user', 'iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/iemand`],
    ...[
      'CreateTrail',
      'StartLogging',
      'PutEventSelectors',
      'UpdateTrail',
      'GetTrailStatus',
      'DeleteTrail',
    ].map((action): Try => [true, `${action} of the trail of the hub`, `cloudtrail:${action}`, OWN_TRAIL]),
    ...['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'].map(
      (action): Try => [false, `${action} of another trail`, `cloudtrail:${action}`, TRAIL],
    ),
    [false, 'silence the trail of the hub and leave it there', 'cloudtrail:StopLogging', OWN_TRAIL],
  ],
  'rol-deploy.json': [
    [true, 'deploy by the role of the CDK', 'sts:AssumeRole', cdkRole('deploy')],
    [true, 'upload the code by the role of the CDK', 'sts:AssumeRole', cdkRole('file-publishing')],
    [false, 'be the role that CloudFormation uses', 'sts:AssumeRole', cdkRole('cfn-exec')],
    [false, 'be a role of the hub', 'sts:AssumeRole', OWN_ROLE],
    [
      false,
      'read the table',
      'dynamodb:Scan',
      `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/InburgeringshubGegevens-Tabel`,
    ],
  ],
  'rol-diff.json': [
    [true, 'look by the role of the CDK', 'sts:AssumeRole', cdkRole('lookup')],
    [false, 'deploy', 'sts:AssumeRole', cdkRole('deploy')],
    [
      false,
      'read a secret',
      'secretsmanager:GetSecretValue',
      `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:x-AbCdEf`,
    ],
  ],
};

describe.each(Object.entries(TRIES))('who has the rights of %s', (file, tries) => {
  it.each(tries.map((one) => [one[0] ? 'may' : 'may not', one[1], one] as const))(
    '%s %s',
    async (_, __, [may, , action, resource, context = {}]) => {
      const attempt = {
        principal: `${ROLE}/iemand`,
        action,
        resource,
        context,
        identity: [examplePolicy(file)],
      };
      expect(await isAllowed(attempt)).toBe(may);
    },
  );
});

describe('the permissions boundary', () => {
  it('leaves every function all that its rows say it may', async () => {
    const places = createPlaces(trialTemplates());
    const boundary = examplePolicy('rechtengrens.json');
    const everything = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    };
    const requests = Object.values(ROWS)
      .flat()
      .flatMap((row) => (row.may ? row.requests : []));
    const refused = await Promise.all(
      requests.map(async ({ action, on, context }) => {
        const resource = on(places);
        const allowed = await isAllowed({
          principal: OWN_ROLE,
          action,
          resource,
          context: context?.(places) ?? {},
          identity: [everything],
          boundary,
          ofResource: places.resourcePolicy(resource),
        });
        return allowed ? [] : [`${action} on ${resource}`];
      }),
    );
    expect([...new Set(refused.flat())]).toEqual([]);
  });

  it.each([
    [
      'delete the table',
      'dynamodb:DeleteTable',
      `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/InburgeringshubGegevens-Tabel`,
    ],
    [
      'read the whole table',
      'dynamodb:Scan',
      `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/InburgeringshubGegevens-Tabel`,
    ],
    ['make a role', 'iam:CreateRole', OWN_ROLE],
    ['use a key directly', 'kms:Decrypt', `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`],
    ['be another role', 'sts:AssumeRole', cdkRole('deploy')],
  ])('keeps a role that was given everything from being used to %s', async (_, action, resource) => {
    const attempt = {
      principal: OWN_ROLE,
      action,
      resource,
      identity: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
      boundary: examplePolicy('rechtengrens.json'),
    };
    expect(await isAllowed(attempt)).toBe(false);
  });

  it('is on every role of the stacks when the environment names it, and on none otherwise', () => {
    const boundaries = (templates: ReturnType<typeof readTemplates>) =>
      templates
        .sources('AWS::IAM::Role')
        .map(({ source }) => JSON.stringify(source.Properties['PermissionsBoundary'] ?? 'none'));
    const complete = boundaries(readTemplates(createTrialApp({ environment: trialEnvironment(COMPLETE) })));
    expect(complete.length).toBeGreaterThan(9);
    for (const boundary of complete) expect(boundary).toContain(':policy/inburgeringshub-rechtengrens');
    expect(new Set(boundaries(trialTemplates()))).toEqual(new Set(['"none"']));
  });
});
