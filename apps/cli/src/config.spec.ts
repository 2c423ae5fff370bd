import { readConfig } from './config.js';

describe('the environment of the command line', () => {
  const URLS = {
    PARTNER_REGISTRY_URL: 'http://registry:1',
    METHODOLOGY_URL: 'http://methodology:2',
    ASSEMBLY_SCHEDULING_URL: 'http://scheduling:3',
    RESULTS_AGGREGATION_URL: 'http://results:4',
  };

  it('names the services that somebody else runs', () => {
    expect(readConfig(URLS).services).toEqual({
      'partner-registry': 'http://registry:1',
      methodology: 'http://methodology:2',
      'assembly-scheduling': 'http://scheduling:3',
      'results-aggregation': 'http://results:4',
    });
    expect(readConfig({}).services).toBeUndefined();
  });

  it('names all of them or none', () => {
    expect(() => readConfig({ ...URLS, METHODOLOGY_URL: '' })).toThrow('Not set: METHODOLOGY_URL.');
  });

  it('may choose passwords of roles, one by one', () => {
    const env = { METHODOLOGY_PASSWORD: 'one', METHODOLOGY_OWNER_PASSWORD: 'two', PARTNER_REGISTRY_PASSWORD: '' };
    expect(readConfig(env).passwords).toEqual({ methodology: 'one', methodology_owner: 'two' });
  });
});
