import type { ServiceDefinition } from '@polyphony/service-kit';
import { AppModule } from './app.module.js';
import { CreateAssemblyScheduling1700000000000 } from './migrations/1700000000000-create-assembly-scheduling.js';

/** Assembly scheduling: when and where partners hold the assemblies of a wave. */
export const assemblyScheduling: ServiceDefinition = {
  name: 'assembly-scheduling',
  module: AppModule,
  entities: [],
  migrations: [CreateAssemblyScheduling1700000000000],
};
