import { Body, Controller, Query } from '@nestjs/common';
import {
  ANY_ROLE,
  CreateRoute,
  Id,
  InCommand,
  ListRoute,
  ReadRoute,
  type Command,
  type Page,
} from '@polyphony/service-kit';
import { ConveneWave, ListWaves } from './wave.dto.js';
import { WaveQueries, WaveView } from './wave.queries.js';
import { WaveService } from './wave.service.js';

@Controller('v1/waves')
export class WaveController {
  constructor(
    private readonly waves: WaveService,
    private readonly queries: WaveQueries,
  ) {}

  @CreateRoute(['network-coordinator', 'fellow'], WaveView, 'Convene a wave of assemblies')
  conveneWave(@Body() body: ConveneWave, @InCommand() command: Command): Promise<WaveView> {
    return this.waves.convene(body, command);
  }

  @ReadRoute(ANY_ROLE, ':id', WaveView, 'One wave')
  getWave(@Id() id: string): Promise<WaveView> {
    return this.queries.byId(id);
  }

  @ListRoute(ANY_ROLE, '', WaveView, 'Waves, oldest first')
  listWaves(@Query() query: ListWaves): Promise<Page<WaveView>> {
    return this.queries.list(query.coalitionId, query);
  }
}
