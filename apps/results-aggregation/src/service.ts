import { ReleaseState } from '@polyphony/contracts';
import { publicState, type ServiceDefinition } from '@polyphony/service-kit';
import { AppModule } from './app.module.js';
import { CreateResultsAggregation1700000000000 } from './migrations/1700000000000-create-results-aggregation.js';
import { Release } from './release/release.js';
import { releaseState } from './release/release.state.js';
import { Submission } from './submission/submission.js';

/** Results aggregation: what assemblies answered, counted and published. */
export const resultsAggregation: ServiceDefinition = {
  name: 'results-aggregation',
  module: AppModule,
  entities: [Submission, Release],
  migrations: [CreateResultsAggregation1700000000000],
  states: [publicState(Release, ReleaseState, releaseState)],
};
