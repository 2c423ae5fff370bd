import openapiTS, { astToString } from 'openapi-typescript';

/**
 * The types of libs/client that an OpenAPI document stands for.
 * @param {object} document
 * @returns {Promise<string>}
 */
export async function clientTypes(document) {
  return `// Generated from OpenAPI: npm run generate\n${astToString(await openapiTS(document))}`;
}
