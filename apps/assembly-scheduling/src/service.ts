import { AssemblyState } from '@polyphony/contracts';
import { publicState, type ServiceDefinition } from '@polyphony/service-kit';
import { AppModule } from './app.module.js';
import { Assembly } from './assembly/assembly.js';
import { assemblyState } from './assembly/assembly.state.js';
import { CreateAssemblyScheduling1700000000000 } from './migrations/1700000000000-create-assembly-scheduling.js';
import { Wave } from './wave/wave.js';

/** Assembly scheduling: when and where partners hold the assemblies of a wave. */
export const assemblyScheduling: ServiceDefinition = {
  name: 'assembly-scheduling',
  module: AppModule,
  entities: [Wave, Assembly],
  migrations: [CreateAssemblyScheduling1700000000000],
  states: [publicState(Assembly, AssemblyState, assemblyState)],
};
