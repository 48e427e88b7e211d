/**
 * Takes the place of `node:http` in the bundles (`infra/bundling/bundles.ts`). Importing that module the ordinary way evaluates
 * every lazy member of it, among them the whole of Node's WebSocket and fetch: some thirty milliseconds of each cold
 * start, for three names.
 */
const http = process.getBuiltinModule('node:http');

export const { Agent, request, STATUS_CODES } = http;
export default http;
