/**
 * Takes the place of the SDK's cache of discovered endpoints in the bundles (`infra/bundling/build-process.ts`). The client of
 * DynamoDB makes one at every start and no command of it reads one, because this client discovers no endpoints.
 */
export class EndpointCache {}
