import { Controller, Query } from '@nestjs/common';
import { ANY_ROLE, CurrentActor, Id, ReadRoute, type Actor } from '@polyphony/service-kit';
import { ReadTallies, ReadWaveTallies } from './tally.dto.js';
import { TallyQueries } from './tally.queries.js';
import { AssemblyTallies, WaveTallies } from './tally.view.js';

@Controller('v1')
export class TallyController {
  constructor(private readonly queries: TallyQueries) {}

  @ReadRoute(
    ANY_ROLE,
    'assemblies/:id/tallies',
    AssemblyTallies,
    'Live counts of an assembly for those who work on them; for others what the last release shows',
  )
  getAssemblyTallies(
    @Id() id: string,
    @Query() query: ReadTallies,
    @CurrentActor() reader: Actor,
  ): Promise<AssemblyTallies> {
    return this.queries.ofAssembly(id, query, reader);
  }

  @ReadRoute(
    ANY_ROLE,
    'waves/:id/tallies',
    WaveTallies,
    'Live figures of a wave, by region or country, for those who work on them; for others those of the last release',
  )
  getWaveTallies(
    @Id() id: string,
    @Query() query: ReadWaveTallies,
    @CurrentActor() reader: Actor,
  ): Promise<WaveTallies> {
    return this.queries.ofWave(id, query.level, query, reader);
  }
}
