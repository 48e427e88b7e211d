/**
 * Takes the place of `node:http` in the bundles (`infra/bundling/build-process.ts`). An ordinary import of that module
 * evaluates all its lazy members, among them Node's WebSocket and fetch. That takes some thirty milliseconds of each
 * cold start, for three names.
 */
const http = process.getBuiltinModule('node:http');

export const { Agent, request, STATUS_CODES } = http;
export default http;
