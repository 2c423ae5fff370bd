import { Controller, createParamDecorator, Param, ParseUUIDPipe, Query, type ExecutionContext } from '@nestjs/common';
import { ReadRoute, type Actor } from '@polyphony/service-kit';
import { ReadTallies, ReadWaveTallies } from './tally.dto.js';
import { TallyQueries } from './tally.queries.js';
import { AssemblyTallies, WaveTallies } from './tally.view.js';

/** Whether nobody says who reads. */
const IsPublic = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<{ actor?: Actor }>().actor === undefined,
);

@Controller('v1')
export class TallyController {
  constructor(private readonly queries: TallyQueries) {}

  @ReadRoute('assemblies/:id/tallies', AssemblyTallies, 'Live counts of an assembly; the public sees no small ones')
  getAssemblyTallies(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: ReadTallies,
    @IsPublic() isPublic: boolean,
  ): Promise<AssemblyTallies> {
    return this.queries.ofAssembly(id, query, isPublic);
  }

  @ReadRoute('waves/:id/tallies', WaveTallies, 'Live figures of a wave, by region or country')
  getWaveTallies(@Param('id', ParseUUIDPipe) id: string, @Query() query: ReadWaveTallies): Promise<WaveTallies> {
    return this.queries.ofWave(id, query.level, query);
  }
}
