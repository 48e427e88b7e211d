/** Version of the API (semver): `info.version` of the specification and the header `API-Version` of every answer. */
export const API_VERSION = '1.6.0';
