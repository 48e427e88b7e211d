import * as z from 'zod';

/**
 * Every resource type that the embedded cloud runs, with every property that it knows. The schemas are strict: a
 * property that is not here stops the start with its name, because without it the app would behave differently than
 * deployed.
 */

/** A property that changes nothing on one machine, such as encryption, billing, tracing or tags. */
const meaningless = z.unknown().optional();

const bool = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);
const int = z.coerce.number().int();
const record = z.record(z.string(), z.unknown());

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
  ProvisionedThroughput: meaningless,
  OnDemandThroughput: meaningless,
  ReadOnDemandThroughputSettings: meaningless,
  ReadProvisionedThroughputSettings: meaningless,
  WriteOnDemandThroughputSettings: meaningless,
  WriteProvisionedThroughputSettings: meaningless,
  ContributorInsightsSpecification: meaningless,
  WarmThroughput: meaningless,
});

const table = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: bool }).optional(),
  BillingMode: meaningless,
  DeletionProtectionEnabled: meaningless,
  ContributorInsightsSpecification: meaningless,
  PointInTimeRecoverySpecification: meaningless,
  ProvisionedThroughput: meaningless,
  OnDemandThroughput: meaningless,
  Replicas: meaningless,
  ResourcePolicy: meaningless,
  SSESpecification: meaningless,
  Tags: meaningless,
  WarmThroughput: meaningless,
  ReadOnDemandThroughputSettings: meaningless,
  ReadProvisionedThroughputSettings: meaningless,
  WriteOnDemandThroughputSettings: meaningless,
  WriteProvisionedThroughputSettings: meaningless,
  TableClass: meaningless,
});

const queue = z.strictObject({
  QueueName: z.string().optional(),
  FifoQueue: bool.optional(),
  ContentBasedDeduplication: bool.optional(),
  DeduplicationScope: z.enum(['queue', 'messageGroup']).optional(),
  FifoThroughputLimit: z.enum(['perQueue', 'perMessageGroupId']).optional(),
  DelaySeconds: int.optional(),
  MaximumMessageSize: int.optional(),
  MessageRetentionPeriod: int.optional(),
  ReceiveMessageWaitTimeSeconds: int.optional(),
  VisibilityTimeout: int.optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: int }).optional(),
  RedriveAllowPolicy: meaningless,
  KmsMasterKeyId: meaningless,
  KmsDataKeyReusePeriodSeconds: meaningless,
  SqsManagedSseEnabled: meaningless,
  Tags: meaningless,
});

const eventBus = z.strictObject({
  Name: z.string(),
  Description: meaningless,
  KmsKeyIdentifier: meaningless,
  LogConfig: meaningless,
  Policy: meaningless,
  DeadLetterConfig: meaningless,
  Tags: meaningless,
});

const target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string() }).optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z
    .strictObject({ MaximumRetryAttempts: int.optional(), MaximumEventAgeInSeconds: int.optional() })
    .optional(),
  RoleArn: meaningless,
});

const rule = z.strictObject({
  Name: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: record.optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  Targets: z.array(target).optional(),
  Description: meaningless,
  RoleArn: meaningless,
  Tags: meaningless,
});

const archive = z.strictObject({
  ArchiveName: z.string().optional(),
  SourceArn: z.string(),
  EventPattern: record.optional(),
  RetentionDays: int.optional(),
  Description: meaningless,
  KmsKeyIdentifier: meaningless,
});

const secret = z.strictObject({
  Name: z.string().optional(),
  SecretString: z.string().optional(),
  GenerateSecretString: z
    .strictObject({
      ExcludeCharacters: z.string().optional(),
      ExcludeLowercase: bool.optional(),
      ExcludeNumbers: bool.optional(),
      ExcludePunctuation: bool.optional(),
      ExcludeUppercase: bool.optional(),
      GenerateStringKey: z.string().optional(),
      IncludeSpace: bool.optional(),
      PasswordLength: int.optional(),
      RequireEachIncludedType: bool.optional(),
      SecretStringTemplate: z.string().optional(),
    })
    .optional(),
  Description: meaningless,
  KmsKeyId: meaningless,
  ReplicaRegions: meaningless,
  Tags: meaningless,
});

const lambdaFunction = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({ S3Bucket: z.unknown(), S3Key: z.string(), SourceKMSKeyArn: meaningless }),
  Handler: z.string(),
  Runtime: z.string().regex(/^nodejs\d+\.x$/, 'only Node.js runtimes run here'),
  Timeout: int.default(3),
  MemorySize: int.default(128),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).optional() }).optional(),
  PackageType: z.literal('Zip').optional(),
  ReservedConcurrentExecutions: int.optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
  Architectures: meaningless,
  Description: meaningless,
  EphemeralStorage: meaningless,
  KmsKeyArn: meaningless,
  LoggingConfig: meaningless,
  RecursiveLoop: meaningless,
  Role: meaningless,
  RuntimeManagementConfig: meaningless,
  Tags: meaningless,
  TracingConfig: meaningless,
});

const eventSourceMapping = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: int.default(10),
  Enabled: bool.default(true),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).optional(),
  MaximumBatchingWindowInSeconds: int.default(0),
  ScalingConfig: z.strictObject({ MaximumConcurrency: int.optional() }).optional(),
  KmsKeyArn: meaningless,
  MetricsConfig: meaningless,
  Tags: meaningless,
});

const restApi = z.strictObject({
  Name: z.string(),
  BinaryMediaTypes: z.array(z.string()).optional(),
  ApiKeySourceType: meaningless,
  Description: meaningless,
  DisableExecuteApiEndpoint: meaningless,
  EndpointConfiguration: meaningless,
  MinimumCompressionSize: meaningless,
  Policy: meaningless,
  SecurityPolicy: meaningless,
  EndpointAccessMode: meaningless,
  Tags: meaningless,
});

const method = z.strictObject({
  RestApiId: z.string(),
  ResourceId: z.string(),
  HttpMethod: z.string(),
  AuthorizationType: z.literal('NONE').default('NONE'),
  ApiKeyRequired: z.literal(false).optional(),
  Integration: z.strictObject({
    Type: z.literal('AWS_PROXY'),
    Uri: z.string(),
    IntegrationHttpMethod: z.literal('POST'),
    TimeoutInMillis: int.optional(),
    Credentials: meaningless,
    PassthroughBehavior: meaningless,
    ResponseTransferMode: z.literal('BUFFERED').optional(),
  }),
  OperationName: meaningless,
});

const deployment = z.strictObject({ RestApiId: z.string(), Description: meaningless });

const stage = z.strictObject({
  RestApiId: z.string(),
  StageName: z.string(),
  DeploymentId: z.string(),
  Variables: z.record(z.string(), z.string()).optional(),
  AccessLogSetting: meaningless,
  ClientCertificateId: meaningless,
  Description: meaningless,
  MethodSettings: meaningless,
  Tags: meaningless,
  TracingEnabled: meaningless,
});

const gatewayResponse = z.strictObject({
  RestApiId: z.string(),
  ResponseType: z.string(),
  StatusCode: int.optional(),
  ResponseParameters: z.record(z.string(), z.string()).optional(),
  ResponseTemplates: z.record(z.string(), z.string()).optional(),
});

/** Resource types that run here. */
export const SCHEMAS = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': queue,
  'AWS::Events::EventBus': eventBus,
  'AWS::Events::Rule': rule,
  'AWS::Events::Archive': archive,
  'AWS::SecretsManager::Secret': secret,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::ApiGateway::RestApi': restApi,
  'AWS::ApiGateway::Resource': z.strictObject({
    RestApiId: z.string(),
    ParentId: z.string(),
    PathPart: z.string(),
  }),
  'AWS::ApiGateway::Method': method,
  'AWS::ApiGateway::Deployment': deployment,
  'AWS::ApiGateway::Stage': stage,
  'AWS::ApiGateway::GatewayResponse': gatewayResponse,
} as const;

export type KnownType = keyof typeof SCHEMAS;
export type Properties<T extends KnownType> = z.output<(typeof SCHEMAS)[T]>;

/**
 * Resource types that change nothing on one machine: permissions, keys, alarms, logs, and a user pool, in whose place the
 * issuer of the local hub stands.
 */
export const SKIPPED_TYPES: ReadonlySet<string> = new Set([
  'AWS::ApiGateway::Account',
  'AWS::Backup::BackupPlan',
  'AWS::Backup::BackupSelection',
  'AWS::Backup::BackupVault',
  'AWS::Budgets::Budget',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::Cognito::UserPoolRiskConfigurationAttachment',
  'AWS::Events::EventBusPolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

/** Whether a local hub makes something of resources of this type. */
export const isKnownType = (type: string): type is KnownType => Object.hasOwn(SCHEMAS, type);
