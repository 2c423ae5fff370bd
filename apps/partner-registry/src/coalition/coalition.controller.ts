import { Body, Controller, Query } from '@nestjs/common';
import {
  ANY_ROLE,
  CommandRoute,
  CreateRoute,
  Id,
  InCommand,
  ListRoute,
  ReadRoute,
  type Command,
  type Page,
} from '@polyphony/service-kit';
import { CharterCoalition, JoinCoalition, LeaveCoalition, ListCoalitions } from './coalition.dto.js';
import { CoalitionQueries, CoalitionView } from './coalition.queries.js';
import { CoalitionService } from './coalition.service.js';

@Controller('v1/coalitions')
export class CoalitionController {
  constructor(
    private readonly coalitions: CoalitionService,
    private readonly queries: CoalitionQueries,
  ) {}

  @CreateRoute(['network-coordinator'], CoalitionView, 'Charter a coalition of active partners')
  charterCoalition(@Body() body: CharterCoalition, @InCommand() command: Command): Promise<CoalitionView> {
    return this.coalitions.charter(body, command);
  }

  @CommandRoute(['network-coordinator'], ':id/members', CoalitionView, 'Let an active partner join')
  joinCoalition(@Id() id: string, @Body() body: JoinCoalition, @InCommand() command: Command): Promise<CoalitionView> {
    return this.coalitions.join(id, body.partnerId, body.from, command);
  }

  @CommandRoute(['network-coordinator'], ':id/departures', CoalitionView, 'End the membership of a partner')
  leaveCoalition(
    @Id() id: string,
    @Body() body: LeaveCoalition,
    @InCommand() command: Command,
  ): Promise<CoalitionView> {
    return this.coalitions.leave(id, body.partnerId, body.until, command);
  }

  @ReadRoute(ANY_ROLE, ':id', CoalitionView, 'One coalition')
  getCoalition(@Id() id: string): Promise<CoalitionView> {
    return this.queries.byId(id);
  }

  @ListRoute(ANY_ROLE, '', CoalitionView, 'Coalitions, oldest first')
  listCoalitions(@Query() query: ListCoalitions): Promise<Page<CoalitionView>> {
    return this.queries.list(query.partnerId, query);
  }
}
